package dev.spillway.simulator;

import java.util.Arrays;

/** How late things happened that were to happen at a moment. Not thread-safe. */
final class Delays {
  private static final double NANOS_PER_MICRO = 1e3;

  private long[] nanos = new long[1 << 10];
  private int count;

  void add(long lateNanos) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = lateNanos;
  }

  /** All of them in three figures; zeros when there were none. */
  Lateness lateness() {
    long[] ascending = Arrays.copyOf(nanos, count);
    Arrays.sort(ascending);
    return new Lateness(micros(ascending, 0.5), micros(ascending, 0.99), micros(ascending, 1));
  }

  private static double micros(long[] ascending, double share) {
    int last = ascending.length - 1;
    return last < 0
        ? 0
        : ascending[Math.min(last, (int) (ascending.length * share))] / NANOS_PER_MICRO;
  }
}
