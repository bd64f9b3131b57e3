package dev.spillway.benchmarks.hostile;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What one round came to.
 *
 * @param crowded whether the crowd was there
 * @param residentBytes the gateway's memory at the end
 */
record Round(
    boolean crowded,
    int requests,
    int failed,
    double p50Millis,
    double p99Millis,
    long connections,
    long residentBytes,
    long heapBytes,
    long threads) {
  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-8s %9s %7s %9s %9s %12s %9s %9s %8s",
          "crowd",
          "requests",
          "failed",
          "p50",
          "p99",
          "connections",
          "RSS",
          "heap",
          "threads");

  /** The value below which {@code percent} of the sorted times lie, in milliseconds. */
  static double percentileMillis(List<Long> sortedNanos, double percent) {
    int index = (int) Math.ceil(sortedNanos.size() * percent / 100) - 1;
    return sortedNanos.get(Math.max(0, index)) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  /** The middle of what {@code value} says of the rounds of one kind. */
  static double median(List<Round> rounds, boolean crowded, ToDoubleFunction<Round> value) {
    double[] sorted =
        rounds.stream().filter(r -> r.crowded == crowded).mapToDouble(value).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "%-8s %,9d %,7d %6.1f ms %6.1f ms %,12d %6d MB %6d MB %8d",
        crowded ? "with" : "without",
        requests,
        failed,
        p50Millis,
        p99Millis,
        connections,
        residentBytes >> 20,
        heapBytes >> 20,
        threads);
  }
}
