package dev.spillway.benchmarks.backlog;

import dev.spillway.benchmarks.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Starts a gateway with a long backlog, and fails when it is slow to be ready or to what matters.
 */
@Command(
    name = "backlog",
    sortOptions = false,
    description = {
      "Spills events into a gateway's queue on a real disk, stops it, and starts it again, in turns"
          + " with starts on an empty directory. Then drains the backlog while critical events are"
          + " sent one at a time.",
      "Exits with 1 when it is ready more than 200 ms later than empty, a critical event waits for"
          + " more than 50 ms, or an event is missing."
    })
public final class Backlog implements Callable<Integer> {
  private static final int MISSED = 1;

  @Parameters(
      arity = "0..1",
      paramLabel = "EVENTS",
      defaultValue = "1000000",
      description = "how many to spill; default: 1000000")
  private int events;

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "5",
      description = "starts of each kind; default: 5")
  private int starts;

  @Option(
      names = "--log",
      paramLabel = "MEGABYTES",
      description = {
        "the log alone, with so much on its disk, filled, opened N times and drained; exits with 1"
            + " when its first event comes later than 1 s, a tenth of it drains at less than"
            + " 500,000 events/s, or memory grows by more than 16 MB"
      })
  private int logMegabytes;

  @Option(
      names = "--flips",
      paramLabel = "N",
      description = {
        "the log alone, filled with EVENTS; N times one bit of a copy is flipped, and the rest"
            + " delivered; exits with 1 when more than a block is lost, or it is not counted exactly"
      })
  private int flips;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "which bits --flips takes; default: 1")
  private long seed;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where to make a directory for it, which goes afterwards; default: here")
  private Path directory = Path.of(".");

  @Option(names = "--help", usageHelp = true, description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Used by picocli. */
  Backlog() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Backlog()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (events < 1 || starts < 1) {
      System.err.println("EVENTS and N must be at least 1: EVENTS=" + events + " N=" + starts);
      return CommandLine.ExitCode.USAGE;
    }
    try (TemporaryDirectory made = TemporaryDirectory.in(directory, "spillway-backlog")) {
      if (logMegabytes > 0) {
        return runLog(made.path());
      }
      if (flips > 0) {
        return runFlips(made.path());
      }
      BacklogFigures figures = new BacklogRun(events, made.path(), starts).run();
      System.out.print(figures.text());
      List<String> wrong = new ArrayList<>(figures.failures());
      wrong.addAll(figures.missed());
      wrong.forEach(line -> System.err.println("backlog: " + line));
      return wrong.isEmpty() ? CommandLine.ExitCode.OK : MISSED;
    }
  }

  private int runFlips(Path made) throws IOException {
    List<FlippedBits.Flip> done =
        new FlippedBits(events, made, seed, System.err::println).run(flips);
    List<FlippedBits.Flip> broken = done.stream().filter(flip -> !flip.isAsPromised()).toList();
    long harmless = done.stream().filter(flip -> flip.missing() == 0).count();
    System.out.printf(
        "%,d events, %d bits flipped: %d cost nothing, the others a block of up to %,d events each,"
            + " %d not as promised%n",
        events,
        done.size(),
        harmless,
        done.stream().mapToLong(FlippedBits.Flip::missing).max().orElse(0),
        broken.size());
    broken.forEach(flip -> System.err.println("backlog: " + flip));
    return broken.isEmpty() ? CommandLine.ExitCode.OK : MISSED;
  }

  private int runLog(Path made) {
    LogBacklogFigures figures =
        new LogBacklogRun((long) logMegabytes << 20, made, System.err::println).run(starts);
    System.out.print(figures.text());
    figures.missed().forEach(line -> System.err.println("backlog: " + line));
    return figures.missed().isEmpty() ? CommandLine.ExitCode.OK : MISSED;
  }
}
