package dev.spillway.benchmarks.hostile;

import dev.spillway.benchmarks.TemporaryDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures ingest alone and beside a crowd of silent and slow clients, in turn. */
@Command(
    name = "hostile",
    sortOptions = false,
    description = "Holds silent and slow connections against a gateway and measures ingest.")
public final class Hostile implements Callable<Integer> {
  private static final int SUFFERED = 1;
  private static final int CLIENTS = 4;
  private static final long REQUESTS_PER_SECOND = 50;

  /** With the crowd, p99 may be this many times what it is without, and some milliseconds more. */
  private static final double WORSE = 1.5;

  private static final double WORSE_MILLIS = 5;

  @Parameters(
      arity = "0..1",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how long all rounds take together (120)")
  private long seconds;

  @Option(names = "--silent", paramLabel = "N", defaultValue = "10000", description = "(10000)")
  private int silent;

  @Option(names = "--slow", paramLabel = "N", defaultValue = "100", description = "(100)")
  private int slow;

  @Option(names = "--pairs", paramLabel = "N", defaultValue = "5", description = "of rounds (5)")
  private int pairs;

  @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "(512m)")
  private String heap = "512m";

  @Option(names = "--help", usageHelp = true, description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Used by picocli. */
  Hostile() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Hostile()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long roundSeconds = Math.max(1, seconds / (2L * pairs));
    List<Round> rounds = new ArrayList<>();
    try (TemporaryDirectory directory = TemporaryDirectory.named("spillway-hostile");
        TargetGateway gateway = new TargetGateway(directory.path(), "-Xmx" + heap)) {
      round(gateway, roundSeconds, null); // warms up, and is not shown
      System.out.println(Round.HEAD);
      for (int pair = 0; pair < pairs; pair++) {
        rounds.add(show(round(gateway, roundSeconds, null)));
        Process crowd = crowd(gateway.port());
        try {
          rounds.add(show(round(gateway, roundSeconds, crowd)));
        } finally {
          end(crowd, gateway);
        }
      }
    }
    return verdict(rounds, System.out) ? CommandLine.ExitCode.OK : SUFFERED;
  }

  private static Round show(Round round) {
    System.out.println(round.row());
    return round;
  }

  private static Round round(TargetGateway gateway, long seconds, @Nullable Process crowd)
      throws IOException, InterruptedException {
    List<GoodClient> clients = new ArrayList<>();
    for (int number = 0; number < CLIENTS; number++) {
      clients.add(new GoodClient(gateway.port(), REQUESTS_PER_SECOND, seconds));
    }
    List<Long> nanos = new ArrayList<>();
    int failed = 0;
    for (GoodClient client : clients) {
      nanos.addAll(client.nanos());
      failed += client.failed();
      if (client.failed() > 0) {
        System.err.println("hostile: a request failed: " + client.failure());
      }
    }
    Collections.sort(nanos);
    return new Round(
        crowd != null,
        nanos.size(),
        failed,
        Round.percentileMillis(nanos, 50),
        Round.percentileMillis(nanos, 99),
        gateway.meter("spillway_http_connections"),
        gateway.residentBytes(),
        gateway.meter("jvm_memory_used_bytes{area=\"heap\""),
        gateway.meter("jvm_threads_live_threads"));
  }

  /** Started, and connected with all it has. */
  private Process crowd(int port) throws IOException {
    Process crowd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Crowd.class.getName(),
                Integer.toString(port),
                Integer.toString(silent),
                Integer.toString(slow))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(crowd.getInputStream(), StandardCharsets.US_ASCII));
    String line = out.readLine();
    if (!"ready".equals(line)) {
      crowd.destroyForcibly();
      throw new IOException(
          "the crowd could not open " + (silent + slow) + " connections; see ulimit -n: " + line);
    }
    Thread drain = new Thread(() -> out.lines().forEach(ignored -> {}), "crowd-output");
    drain.setDaemon(true);
    drain.start();
    return crowd;
  }

  /** Ends the crowd and waits until the gateway has forgotten it. */
  private static void end(Process crowd, TargetGateway gateway)
      throws IOException, InterruptedException {
    crowd.getOutputStream().close();
    if (!crowd.waitFor(10, TimeUnit.SECONDS)) {
      crowd.destroyForcibly().waitFor();
    }
    while (gateway.meter("spillway_http_connections") > CLIENTS + 2) {
      crowd.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells medians, their ratio and what was broken; false if anything was. */
  static boolean verdict(List<Round> rounds, PrintStream out) {
    double without = Round.median(rounds, false, Round::p99Millis);
    double with = Round.median(rounds, true, Round::p99Millis);
    out.printf(
        Locale.ROOT,
        "p99: %.1f ms without, %.1f ms with (medians of %d), %.2f times; spread %s and %s%n",
        without,
        with,
        rounds.size() / 2,
        with / without,
        spread(rounds, false),
        spread(rounds, true));
    out.printf(
        Locale.ROOT,
        "p50: %.2f ms without, %.2f ms with%n",
        Round.median(rounds, false, Round::p50Millis),
        Round.median(rounds, true, Round::p50Millis));
    int failed = rounds.stream().mapToInt(Round::failed).sum();
    boolean well = true;
    if (failed > 0) {
      out.println("hostile: requests of well-behaved clients failed: " + failed);
      well = false;
    }
    double most = WORSE * without + WORSE_MILLIS;
    if (with > most) {
      out.printf(
          Locale.ROOT, "hostile: p99 with the crowd must be at most %.1f ms: %.1f%n", most, with);
      well = false;
    }
    return well;
  }

  private static String spread(List<Round> rounds, boolean crowded) {
    double[] sorted =
        rounds.stream()
            .filter(round -> round.crowded() == crowded)
            .mapToDouble(Round::p99Millis)
            .sorted()
            .toArray();
    return String.format(Locale.ROOT, "%.1f–%.1f ms", sorted[0], sorted[sorted.length - 1]);
  }
}
