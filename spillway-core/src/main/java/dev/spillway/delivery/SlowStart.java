package dev.spillway.delivery;

import dev.spillway.Priority;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * Begins with small batches, and lets the processors rest after each below critical for as long as
 * it took. A backlog that is delivered as fast as it goes by code that runs for the first time
 * keeps critical events waiting for tens of milliseconds. Belongs to the dispatcher's tasks.
 *
 * <p>The size doubles with each full batch that is answered, as TCP's window does (RFC 5681), and
 * not while batches are smaller anyway (RFC 7661). It is over at the configured size, or a second
 * after the first answer: a slow sink must not be waited for.
 */
final class SlowStart {
  private static final int FIRST_EVENTS = 8;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TimeSource time;
  private int events = FIRST_EVENTS;
  private boolean begun;
  private boolean over;
  private long endNanos;
  private boolean resting;
  private long resumeNanos;

  SlowStart(TimeSource time) {
    this.time = time;
  }

  /** How many events a batch may have that could have {@code bound}. */
  int events(int bound) {
    return over ? bound : Math.min(bound, events);
  }

  /** Whether batches below critical wait. */
  boolean rests() {
    if (resting && time.nanoTime() - resumeNanos >= 0) {
      resting = false;
    }
    return resting;
  }

  /** How long they wait yet; {@link Long#MAX_VALUE} if they did not when it was last asked. */
  long restNanos() {
    return resting ? Math.max(0, resumeNanos - time.nanoTime()) : Long.MAX_VALUE;
  }

  /**
   * Hears of a call that the endpoint answered.
   *
   * @param bound what {@link #events} is asked with
   */
  void answered(Attempt attempt, int bound) {
    if (over) {
      return;
    }
    long nowNanos = time.nanoTime();
    if (!begun) {
      begun = true;
      endNanos = nowNanos + LONGEST_NANOS;
    }
    long leftNanos = endNanos - nowNanos;
    if (attempt.view().size() >= events) {
      events *= 2;
    }
    over = leftNanos <= 0 || events >= bound;
    if (!over && attempt.priority() != Priority.CRITICAL) {
      resting = true;
      resumeNanos = nowNanos + Math.min(nowNanos - attempt.startedNanos(), leftNanos);
    }
  }
}
