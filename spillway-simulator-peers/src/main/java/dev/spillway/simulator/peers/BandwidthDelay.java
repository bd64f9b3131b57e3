package dev.spillway.simulator.peers;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many calls a plant has in flight when it is just busy: the most that it did in a bucket of
 * 100 ms times the least mean time of a bucket, in whole milliseconds rounded up, over the last 10
 * s without the bucket that is still open.
 */
final class BandwidthDelay {
  private static final long BUCKET_NANOS = Duration.ofMillis(100).toNanos();
  private static final int BUCKETS = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int[] passed = new int[BUCKETS];
  private final long[] tookNanos = new long[BUCKETS];
  private long bucket;
  private long maxInFlight = Long.MAX_VALUE;

  void add(long nowNanos, long nanos) {
    roll(nowNanos);
    passed[index()]++;
    tookNanos[index()] += nanos;
  }

  long maxInFlight(long nowNanos) {
    roll(nowNanos);
    return maxInFlight;
  }

  private int index() {
    return (int) (bucket % BUCKETS);
  }

  private void roll(long nowNanos) {
    long now = nowNanos / BUCKET_NANOS;
    if (bucket == now) {
      return;
    }
    bucket = Math.max(bucket, now - BUCKETS);
    while (bucket < now) {
      bucket++;
      passed[index()] = 0;
      tookNanos[index()] = 0;
    }
    maxInFlight = estimate();
  }

  /** From all buckets but the one that is still open, which is empty. */
  private long estimate() {
    int mostPassed = Arrays.stream(passed).max().orElse(0);
    double leastNanos = Double.MAX_VALUE;
    for (int index = 0; index < BUCKETS; index++) {
      if (passed[index] > 0) {
        leastNanos = Math.min(leastNanos, tookNanos[index] / (double) passed[index]);
      }
    }
    if (mostPassed == 0) {
      return Long.MAX_VALUE;
    }
    double leastMillis = Math.ceil(leastNanos / NANOS_PER_MILLI);
    return Math.round(mostPassed * leastMillis * NANOS_PER_MILLI / BUCKET_NANOS);
  }
}
