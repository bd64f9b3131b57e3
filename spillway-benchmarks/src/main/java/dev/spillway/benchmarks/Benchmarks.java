package dev.spillway.benchmarks;

import dev.spillway.benchmarks.decisions.DecisionRun;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs the measurements that are named. */
public final class Benchmarks {
  private static final Set<String> NAMES = Set.of("queue", "log", "ingest", "decisions");
  private static final int ROUNDS = 9;

  private Benchmarks() {}

  /** Takes names of measurements: queue, log, ingest, decisions; none means the first three. */
  public static void main(String[] names) throws Exception {
    List<String> chosen = names.length == 0 ? List.of("queue", "log", "ingest") : List.of(names);
    PrintStream out = System.out;
    for (String name : chosen) {
      if (!NAMES.contains(name)) {
        out.println("measurement must be queue, log, ingest or decisions: measurement=" + name);
        System.exit(2);
      }
    }
    for (String name : chosen) {
      out.println(name);
      switch (name) {
        case "queue" -> queue(out);
        case "log" -> log(out);
        case "decisions" -> new DecisionRun(5, 250, ".*", 1, 2).run(out);
        default -> ingest(out);
      }
    }
  }

  private static void queue(PrintStream out) throws Exception {
    QueueBenchmark benchmark = new QueueBenchmark();
    new Contest("events/s")
        .add("PriorityBlockingQueue, bounded", benchmark::priorityBlockingQueue)
        .add("EventQueue", benchmark::spillway)
        .run(3, ROUNDS, out);
  }

  private static void log(PrintStream out) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.in(Path.of("target"), "log-benchmark")) {
      LogBenchmark benchmark = new LogBenchmark(directory.path());
      new Contest("events/s")
          .add("one thread, groups in memory", benchmark::limit)
          .add("SpillLog, durable", benchmark::durable)
          .add("SpillLog, durable and drained", benchmark::durableAndDrained)
          .add("SpillLog, spilling", benchmark::spilling)
          .run(2, ROUNDS, out);
    }
  }

  private static void ingest(PrintStream out) throws Exception {
    IngestBenchmark benchmark = new IngestBenchmark();
    benchmark.contest().run(3, ROUNDS, out);
    benchmark.stop();
  }
}
