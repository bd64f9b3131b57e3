package dev.spillway.rate;

/**
 * What one tenant may send.
 *
 * @param eventsPerSecond 0.000001 to 1,000,000,000, kept to the millionth; infinite without a bound
 * @param burst how many may come at once; 1 to 1,000,000,000,000
 */
public record Quota(double eventsPerSecond, long burst) {
  /** Checks the ranges and throws IllegalArgumentException outside of them. */
  public Quota {
    RateLaw.checkPerSecond(eventsPerSecond);
    RateLaw.checkBurst(burst);
  }

  RateLaw law(long nowNanos) {
    return new RateLaw(eventsPerSecond, burst, nowNanos);
  }
}
