package dev.spillway.spill;

import java.util.concurrent.TimeUnit;

/**
 * When to look at a disk: each second, and while it takes nothing after 100 ms, doubling to that
 * second; from 100 ms again only once it has worked for 10 s. For one thread at a time.
 */
final class LookTimes {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long nanos = FIRST_NANOS;
  private long refusingNanos;
  private boolean refused;

  /** How long to wait for the next look. */
  long next(boolean refusing, long nowNanos) {
    if (!refusing) {
      return LOOK_NANOS;
    }
    if (!refused || nowNanos - refusingNanos >= CALM_NANOS) {
      nanos = FIRST_NANOS;
    }
    refused = true;
    refusingNanos = nowNanos;
    long wait = nanos;
    nanos = Math.min(LOOK_NANOS, nanos * 2);
    return wait;
  }
}
