package dev.spillway.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs the measurements that are named, or all. */
public final class Benchmarks {
  private static final Set<String> NAMES = Set.of("queue", "log", "ingest");
  private static final int ROUNDS = 9;

  private Benchmarks() {}

  /** Takes names of measurements: queue, log, ingest; none means all. */
  public static void main(String[] names) throws Exception {
    List<String> chosen = names.length == 0 ? List.of("queue", "log", "ingest") : List.of(names);
    PrintStream out = System.out;
    for (String name : chosen) {
      if (!NAMES.contains(name)) {
        out.println("measurement must be queue, log or ingest: measurement=" + name);
        System.exit(2);
      }
    }
    for (String name : chosen) {
      out.println(name);
      switch (name) {
        case "queue" -> queue(out);
        case "log" -> log(out);
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
    Path directory = Files.createTempDirectory(Path.of("target"), "log-benchmark");
    LogBenchmark benchmark = new LogBenchmark(directory);
    new Contest("events/s")
        .add("one thread, groups in memory", benchmark::limit)
        .add("SpillLog, durable", benchmark::durable)
        .add("SpillLog, durable and drained", benchmark::durableAndDrained)
        .add("SpillLog, spilling", benchmark::spilling)
        .run(2, ROUNDS, out);
    Files.delete(directory);
  }

  private static void ingest(PrintStream out) throws Exception {
    IngestBenchmark benchmark = new IngestBenchmark();
    benchmark.contest().run(3, ROUNDS, out);
    benchmark.stop();
  }
}
