package dev.spillway.circuit;

/**
 * How many calls a half-open circuit makes at once: one at first, and one more for each success, up
 * to a bound. When all calls under way succeed their number doubles, as in TCP's slow start (RFC
 * 5681). Guarded by its owner.
 */
final class HalfOpenRamp {
  private final int mostCalls;
  private int inFlight;
  private int successes;
  private int failures;
  private long lastSignNanos;

  HalfOpenRamp(int mostCalls) {
    this.mostCalls = mostCalls;
  }

  void restart(long nowNanos) {
    inFlight = 0;
    successes = 0;
    failures = 0;
    lastSignNanos = nowNanos;
  }

  int permits() {
    return Math.min(mostCalls, 1 + successes) - inFlight;
  }

  boolean tryAcquire(long nowNanos) {
    if (permits() <= 0) {
      return false;
    }
    inFlight++;
    lastSignNanos = nowNanos;
    return true;
  }

  /** Counts an answer; returns false if nobody can have been waiting for it. */
  boolean record(CallOutcome outcome, long nowNanos) {
    if (inFlight == 0) {
      return false;
    }
    inFlight--;
    lastSignNanos = nowNanos;
    if (outcome == CallOutcome.SUCCESS) {
      successes++;
    } else if (outcome == CallOutcome.FAILURE) {
      failures++;
    }
    return true;
  }

  /** How long nothing was begun or answered while no further call may begin. */
  long silentNanos(long nowNanos) {
    return permits() > 0 ? 0 : nowNanos - lastSignNanos;
  }

  int inFlight() {
    return inFlight;
  }

  /** The calls whose outcome counts. */
  int answered() {
    return successes + failures;
  }

  int successes() {
    return successes;
  }

  int failures() {
    return failures;
  }
}
