package dev.spillway.benchmarks.overload;

import java.util.List;
import java.util.Map;

/**
 * What a run of one strategy came to.
 *
 * @param strategy its name
 * @param load what came, while it came
 * @param fate what became of it, in events, when the queue was empty again
 * @param peaks the greatest that was seen
 * @param failures every promise that was broken, in words; empty when all were kept
 */
record Outcome(String strategy, Load load, Fate fate, Peaks peaks, List<String> failures) {
  /** What a JVM ends with that was told to end when its heap is full. */
  private static final int OUT_OF_MEMORY = 3;

  Outcome {
    failures = List.copyOf(failures);
  }

  /** Of a JVM that ended before it could tell more. */
  static Outcome ended(String strategy, int exitCode) {
    String why = exitCode == OUT_OF_MEMORY ? ", OutOfMemoryError" : "";
    return new Outcome(
        strategy,
        new Load(0, 0, 0),
        new Fate(0, 0, Map.of(), 0, 0, 0, 0, 0, 0),
        new Peaks(0, 0, 0, 0),
        List.of("JVM must end with 0: exit=" + exitCode + why));
  }

  /** Events a second, and of them those that the sink took meanwhile. */
  record Load(double seconds, double offeredPerSecond, double deliveredPerSecond) {}

  /**
   * Counts over all lanes, but for the critical ones and the wait.
   *
   * @param refused by reason
   */
  record Fate(
      long offered,
      long delivered,
      Map<String, Long> refused,
      long displaced,
      long delayed,
      long fromDisk,
      long criticalOffered,
      long criticalDelivered,
      double criticalP99Millis) {
    Fate {
      refused = Map.copyOf(refused);
    }

    long refusedTotal() {
      return refused.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Bytes.
   *
   * @param memoryBytes by the queue's own figure
   * @param diskBytes the size of all files of the log's directory
   * @param heapBytes used, garbage included
   * @param liveHeapBytes used after a collection, while the queue was fullest
   */
  record Peaks(long memoryBytes, long diskBytes, long heapBytes, long liveHeapBytes) {}
}
