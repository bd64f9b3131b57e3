package dev.spillway.spill;

import java.util.concurrent.TimeUnit;

/** When to try again after failures in a row: 100 ms, doubling to 5 s. For one thread. */
final class Backoff {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private long waitNanos;
  private long untilNanos;

  boolean isOn() {
    return waitNanos > 0;
  }

  boolean isWaiting(long nowNanos) {
    return waitNanos > 0 && untilNanos - nowNanos > 0;
  }

  /** Another failure. Returns how long to wait. */
  long begin(long nowNanos) {
    waitNanos = waitNanos == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, waitNanos * 2);
    untilNanos = nowNanos + waitNanos;
    return waitNanos;
  }

  void end() {
    waitNanos = 0;
  }
}
