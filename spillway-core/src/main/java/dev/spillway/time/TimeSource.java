package dev.spillway.time;

import java.util.concurrent.locks.Condition;

/**
 * Tells the time and waits. Thread-safe.
 *
 * <p>Durations are measured with {@link #nanoTime()} and compared by subtraction; {@link
 * #epochMillis()} is for moments that other machines or later runs must understand.
 */
public interface TimeSource {
  /** A monotonic time in nanoseconds with an arbitrary origin. */
  long nanoTime();

  /** Wall-clock time in milliseconds since 1970-01-01T00:00Z. It may jump. */
  long epochMillis();

  /**
   * Waits for a signal on {@code condition}, whose lock the caller holds, for at most {@code
   * timeoutNanos} of this source's time. Like {@link Condition#awaitNanos} it may return early, so
   * callers wait in a loop.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(Condition condition, long timeoutNanos) throws InterruptedException;

  /** The JVM's clocks. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
