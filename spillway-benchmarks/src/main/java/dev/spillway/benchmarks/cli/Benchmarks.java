package dev.spillway.benchmarks.cli;

import dev.spillway.benchmarks.Contest;
import dev.spillway.benchmarks.brokers.BrokerMeasurement;
import dev.spillway.benchmarks.decisions.DecisionRun;
import dev.spillway.benchmarks.decisions.DecisionRun.Pace;
import dev.spillway.benchmarks.limiter.LimiterRun;
import dev.spillway.benchmarks.log.LogMeasurements;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the measurements that are named. */
@Command(
    name = "benchmark",
    sortOptions = false,
    description = {
      "Measures Spillway beside its peers, and prints medians, ratios and their spread.",
      "Exits with 3 when a bar is missed that --require-bars asks for."
    })
public final class Benchmarks implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of(
          "queue",
          "log",
          "ingest",
          "sizes",
          "receipts",
          "overflow",
          "brokers",
          "decisions",
          "limiter");

  private static final int ROUNDS = 9;
  private static final int FEW_ROUNDS = 5;
  private static final int BAR_MISSED = 3;
  private static final Pace QUICK = new Pace(1, 60);

  /** Ours, what it is held against, and those that do as much. */
  private static final String CLOSEST = "\\w+\\.(floor|spillway\\w*|sentinel|netflix\\w*)";

  private static final Pace FULL = new Pace(5, 250);

  @Parameters(
      paramLabel = "NAME",
      description =
          "queue, log, ingest, sizes, receipts, overflow, brokers, decisions or limiter;"
              + " default: the first three")
  private List<String> names = List.of();

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = {
        "of decisions and limiter, what is measured: a regular expression for Class.method;",
        "default: all, or with --quick ours and what is closest to it"
      })
  private @Nullable String only;

  @Option(
      names = "--quick",
      description = "decisions and limiter: one short round, under two minutes; figures are rough")
  private boolean quick;

  @Option(
      names = "--require-bars",
      description = "limiter: end with 3 if it costs more than it may")
  private boolean requireBars;

  @Option(names = "--help", usageHelp = true, description = "print this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** Used by picocli. */
  Benchmarks() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<String> chosen = names.isEmpty() ? NAMES.subList(0, 3) : names;
    PrintStream out = System.out;
    for (String name : chosen) {
      if (!NAMES.contains(name)) {
        System.err.println("NAME must be one of " + String.join(", ", NAMES) + ": NAME=" + name);
        return CommandLine.ExitCode.USAGE;
      }
    }
    boolean met = true;
    for (String name : chosen) {
      out.println(name);
      switch (name) {
        case "queue" -> queue(out);
        case "log" -> LogMeasurements.peers(ROUNDS, out);
        case "sizes" -> LogMeasurements.sizes(FEW_ROUNDS, out);
        case "receipts" -> LogMeasurements.receipts(FEW_ROUNDS, out);
        case "overflow" -> LogMeasurements.overflow(ROUNDS, out);
        case "brokers" -> BrokerMeasurement.run(FEW_ROUNDS, out);
        case "decisions" -> decisions(out);
        case "limiter" -> met = new LimiterRun(pace(), pattern(), 1, 2).run(out);
        default -> ingest(out);
      }
    }
    return met || !requireBars ? CommandLine.ExitCode.OK : BAR_MISSED;
  }

  private Pace pace() {
    return quick ? QUICK : FULL;
  }

  private String pattern() {
    if (only != null) {
      return only;
    }
    return quick ? CLOSEST : ".*";
  }

  private void decisions(PrintStream out) throws Exception {
    new DecisionRun(DecisionRun.SUBJECTS, pace(), pattern(), 1, 2).run(out).print(out);
  }

  private static void queue(PrintStream out) throws Exception {
    QueueBenchmark benchmark = new QueueBenchmark();
    new Contest("events/s")
        .add("PriorityBlockingQueue, bounded", benchmark::priorityBlockingQueue)
        .add("EventQueue", benchmark::spillway)
        .run(3, ROUNDS, out);
  }

  private static void ingest(PrintStream out) throws Exception {
    IngestBenchmark benchmark = new IngestBenchmark();
    benchmark.contest().run(3, ROUNDS, out);
    benchmark.stop();
  }
}
