package dev.spillway.benchmarks.overload;

import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.benchmarks.gateway.GatewayOverload;
import dev.spillway.queue.Strategy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Overloads every strategy in turn and fails when one broke a promise. */
@Command(
    name = "overload",
    sortOptions = false,
    description = {
      "Offers ten times what a slow sink takes, for real: a JVM with a heap of 256 MB for each"
          + " strategy, 64 MB of memory for its queue, 256 MB of disk.",
      "Exits with 1 when a promise was broken."
    })
public final class Overload implements Callable<Integer> {
  private static final String HEAP = "-Xmx256m";
  private static final String LOGGING = "logback.configurationFile";
  private static final int BROKEN = 1;
  private static final int GATEWAY_SINK_PER_SECOND = 2_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "SECONDS|STRATEGY",
      description =
          "how long producers go on, for each strategy, and which: drop, throttle, spill, shed,"
              + " adaptive; default: 60 and all of them")
  private @Nullable List<String> words;

  @Option(names = "--json", paramLabel = "FILE", description = "also write all figures to FILE")
  private @Nullable Path json;

  @Option(
      names = "--gateway",
      description =
          "instead, one run through a gateway process over HTTP: a heap of 256 MB, a sink of 2,000"
              + " events/s, half of the events under durable receipts; ten minutes are 600")
  private boolean gateway;

  @Option(names = "--help", usageHelp = true, description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Used by picocli. */
  Overload() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Overload()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Choice choice;
    try {
      choice = Choice.of(words == null ? List.of() : words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (gateway) {
      return throughAGateway(choice.seconds());
    }
    List<Outcome> outcomes = new ArrayList<>();
    new Table(System.out).head();
    for (Strategy strategy : choice.strategies()) {
      Outcome outcome = inOwnJvm(strategy, choice.seconds());
      new Table(System.out).row(outcome);
      outcomes.add(outcome);
    }
    if (json != null) {
      JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValue(json.toFile(), outcomes);
    }
    return tellFailures(outcomes, System.err) ? BROKEN : CommandLine.ExitCode.OK;
  }

  private static int throughAGateway(int seconds) throws IOException, InterruptedException {
    try (TemporaryDirectory directory = TemporaryDirectory.named("spillway-overload")) {
      List<String> failures =
          new GatewayOverload(
                  directory.path(), Duration.ofSeconds(seconds), GATEWAY_SINK_PER_SECOND)
              .runAndTell();
      failures.forEach(failure -> System.err.println("overload gateway: " + failure));
      return failures.isEmpty() ? CommandLine.ExitCode.OK : BROKEN;
    }
  }

  private Outcome inOwnJvm(Strategy strategy, int seconds)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("spillway-overload", ".json");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  HEAP,
                  "-D" + LOGGING + "=" + System.getProperty(LOGGING, ""),
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Worker.class.getName(),
                  strategy.token(),
                  Integer.toString(seconds),
                  file.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      int code = process.waitFor();
      return code == 0
          ? JsonMapper.shared().readValue(file.toFile(), Outcome.class)
          : Outcome.ended(strategy.token(), code);
    } finally {
      Files.delete(file);
    }
  }

  /** Returns whether there are any. */
  static boolean tellFailures(List<Outcome> outcomes, PrintStream out) {
    boolean any = false;
    for (Outcome outcome : outcomes) {
      for (String failure : outcome.failures()) {
        out.println("overload " + outcome.strategy() + ": " + failure);
        any = true;
      }
    }
    return any;
  }
}
