package dev.spillway.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many tries again a caller may make: a share of its first tries, so that retries cannot
 * multiply the load of a service that fails. Thread-safe and lock-free.
 *
 * <p>Every first try earns {@code share} of a retry and every retry spends one; what was earned is
 * kept up to a bound. What was shed should not be tried again at all: it was refused because there
 * was too much. See "Addressing Cascading Failures" in Google's SRE book (2016).
 */
public final class RetryBudget {
  /** Retries as parts, so that shares of one can be counted exactly. */
  private static final long PARTS = 1_000_000;

  private final long earnedParts;
  private final long mostParts;
  private final AtomicLong parts;

  private RetryBudget(double share, int mostRetries) {
    earnedParts = Math.round(share * PARTS);
    mostParts = mostRetries * PARTS;
    parts = new AtomicLong(mostParts);
  }

  /** A tenth of first tries, and 10 at once: 1,000 first tries earn 100 retries. */
  public static RetryBudget standard() {
    return of(0.1, 10);
  }

  /**
   * A budget that begins full.
   *
   * @param share retries earned by one first try; at least a millionth and at most 1
   * @param mostRetries how many are kept at most; 1 to 1,000,000
   * @throws IllegalArgumentException if one is out of its range
   */
  public static RetryBudget of(double share, int mostRetries) {
    if (!(share >= 1.0 / PARTS && share <= 1)) {
      throw new IllegalArgumentException(
          "share must be at least 0.000001 and at most 1: share=" + share);
    }
    if (mostRetries < 1 || mostRetries > PARTS) {
      throw new IllegalArgumentException(
          "most-retries must be between 1 and " + PARTS + ": most-retries=" + mostRetries);
    }
    return new RetryBudget(share, mostRetries);
  }

  /** Counts a first try. */
  public void requested() {
    long seen = parts.get();
    while (seen < mostParts
        && !parts.compareAndSet(seen, Math.min(mostParts, seen + earnedParts))) {
      seen = parts.get();
    }
  }

  /** Spends a retry if there is one; false means that the failure should be told instead. */
  public boolean tryRetry() {
    long seen = parts.get();
    while (seen >= PARTS) {
      if (parts.compareAndSet(seen, seen - PARTS)) {
        return true;
      }
      seen = parts.get();
    }
    return false;
  }

  /** How many retries may be made now. */
  public long available() {
    return parts.get() / PARTS;
  }
}
