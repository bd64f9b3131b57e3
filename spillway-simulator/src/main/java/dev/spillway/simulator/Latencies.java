package dev.spillway.simulator;

import java.util.Arrays;

/** How long tasks took that were done. Not thread-safe. */
final class Latencies {
  private static final double P99 = 0.99;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Ledger ledger;
  private long[] nanos = new long[1 << 10];
  private int count;

  Latencies(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Adds a task if it was done. */
  void add(int index) {
    if (ledger.isDone(index)) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = ledger.doneNanos(index) - ledger.trace().task(index).arrivalNanos();
    }
  }

  void clear() {
    count = 0;
  }

  /** What all but one percent took at most, or {@code otherwise} when none was done. */
  double p99Millis(double otherwise) {
    if (count == 0) {
      return otherwise;
    }
    Arrays.sort(nanos, 0, count);
    return nanos[Math.min(count - 1, (int) (count * P99))] / NANOS_PER_MILLI;
  }
}
