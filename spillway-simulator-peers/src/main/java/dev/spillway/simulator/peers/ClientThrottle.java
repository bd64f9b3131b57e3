package dev.spillway.simulator.peers;

import java.time.Duration;

/** What one client counts over the last two minutes, in buckets of a second. */
final class ClientThrottle {
  private static final double K = 2;
  private static final long BUCKET_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int BUCKETS = 120;

  private final int[] requests = new int[BUCKETS];
  private final int[] accepts = new int[BUCKETS];
  private int allRequests;
  private int allAccepts;
  private long bucket;

  /** The share of requests that the client refuses by itself. */
  double refusalShare(long nowNanos) {
    roll(nowNanos);
    return Math.max(0, (allRequests - K * allAccepts) / (allRequests + 1));
  }

  void requested(long nowNanos) {
    roll(nowNanos);
    requests[index()]++;
    allRequests++;
  }

  void accepted(long nowNanos) {
    roll(nowNanos);
    accepts[index()]++;
    allAccepts++;
  }

  private int index() {
    return (int) (bucket % BUCKETS);
  }

  private void roll(long nowNanos) {
    long now = nowNanos / BUCKET_NANOS;
    bucket = Math.max(bucket, now - BUCKETS);
    while (bucket < now) {
      bucket++;
      allRequests -= requests[index()];
      allAccepts -= accepts[index()];
      requests[index()] = 0;
      accepts[index()] = 0;
    }
  }
}
