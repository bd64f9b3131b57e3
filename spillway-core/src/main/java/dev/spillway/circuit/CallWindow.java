package dev.spillway.circuit;

/**
 * Calls and failures of the last while, in ten buckets of time. Guarded by its owner.
 *
 * <p>The oldest bucket is dropped as a whole, so the window covers nine to ten tenths of its
 * length. A time that goes back counts into the newest bucket.
 */
final class CallWindow {
  private static final int BUCKETS = 10;

  private final long bucketNanos;
  private final long[] calls = new long[BUCKETS];
  private final long[] failures = new long[BUCKETS];
  private long startNanos;
  private int current;
  private long totalCalls;
  private long totalFailures;
  private int consecutiveFailures;

  CallWindow(long windowNanos, long nowNanos) {
    bucketNanos = Math.max(1, windowNanos / BUCKETS);
    startNanos = nowNanos;
  }

  void record(boolean failed, long nowNanos) {
    turnTo(nowNanos);
    calls[current]++;
    totalCalls++;
    if (failed) {
      failures[current]++;
      totalFailures++;
      consecutiveFailures++;
    } else {
      consecutiveFailures = 0;
    }
  }

  /** Drops what is older than the window at {@code nowNanos}. */
  void turnTo(long nowNanos) {
    long turns = Math.max(0, nowNanos - startNanos) / bucketNanos;
    for (long turn = Math.min(turns, BUCKETS); turn > 0; turn--) {
      current = (current + 1) % BUCKETS;
      totalCalls -= calls[current];
      totalFailures -= failures[current];
      calls[current] = 0;
      failures[current] = 0;
    }
    startNanos += turns * bucketNanos;
  }

  long calls() {
    return totalCalls;
  }

  long failures() {
    return totalFailures;
  }

  double failureRate() {
    return totalCalls == 0 ? 0 : (double) totalFailures / totalCalls;
  }

  int consecutiveFailures() {
    return consecutiveFailures;
  }

  void clear(long nowNanos) {
    turnTo(startNanos + BUCKETS * bucketNanos);
    startNanos = nowNanos;
    consecutiveFailures = 0;
  }
}
