package dev.spillway.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A time that stands still until it is told to move. Thread-safe.
 *
 * <p>Its origin is part of the seed, so that code which compares times with {@code <} instead of by
 * subtraction is found out.
 */
public final class ManualTime implements TimeSource {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private volatile long nanos;
  private volatile long epochNanos;

  /**
   * Starts at an origin drawn from {@code seed}, close enough to overflow that a run crosses it.
   */
  public ManualTime(long seed) {
    nanos = Long.MAX_VALUE - Math.floorMod(seed * 0x9E3779B97F4A7C15L, 10_000_000_000L);
    epochNanos = TimeUnit.MILLISECONDS.toNanos(1_700_000_000_000L);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long epochMillis() {
    return TimeUnit.NANOSECONDS.toMillis(epochNanos);
  }

  /** Moves both clocks forward. */
  public void advance(Duration step) {
    advanceNanos(step.toNanos());
  }

  /** Moves the wall clock alone, forward or back, as an operator or a time server might. */
  public synchronized void jumpEpoch(Duration step) {
    epochNanos += step.toNanos();
  }

  synchronized void advanceNanos(long stepNanos) {
    if (stepNanos < 0) {
      throw new IllegalArgumentException("stepNanos must be >= 0: stepNanos=" + stepNanos);
    }
    nanos += stepNanos;
    epochNanos += stepNanos;
  }

  /** Returns on a signal, when this time has moved far enough, or spuriously. */
  @Override
  @SuppressWarnings({"WaitNotInLoop", "ResultOfMethodCallIgnored"}) // the caller loops
  public void await(Condition condition, long timeoutNanos) throws InterruptedException {
    if (timeoutNanos > 0) {
      condition.awaitNanos(POLL_NANOS);
    }
  }
}
