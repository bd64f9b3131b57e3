package dev.spillway.benchmarks.gateway;

import java.util.Locale;
import java.util.stream.LongStream;

/** How long answers took. Immutable. */
final class AnswerTimes {
  private final long[] sortedNanos;

  AnswerTimes(LongStream nanos) {
    sortedNanos = nanos.sorted().toArray();
  }

  int count() {
    return sortedNanos.length;
  }

  double millis(double quantile) {
    int last = sortedNanos.length - 1;
    return last < 0 ? Double.NaN : sortedNanos[(int) Math.min(last, quantile * count())] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.0f ms of %,d answers",
        millis(0.5),
        millis(0.99),
        millis(1),
        count());
  }
}
