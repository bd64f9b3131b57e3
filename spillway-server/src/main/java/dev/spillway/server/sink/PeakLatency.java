package dev.spillway.server.sink;

/**
 * A moving average of latencies that believes bad news at once and forgets by time. The time is an
 * argument. Not thread-safe.
 *
 * <p>As in the load balancer of Twitter's Finagle ("peak EWMA"): a sample above the average
 * replaces it; one below moves it by 1 - e^(-t/decay), t being the time since the last sample. An
 * average that gets no samples decays likewise, so that who was slow once is tried again.
 */
final class PeakLatency {
  private final double decayNanos;
  private double averageNanos;
  private long sampledNanos;

  PeakLatency(long decayNanos, long nowNanos) {
    this.decayNanos = decayNanos;
    sampledNanos = nowNanos;
  }

  void add(long latencyNanos, long nowNanos) {
    double weight = weight(nowNanos);
    averageNanos =
        latencyNanos > averageNanos
            ? latencyNanos
            : averageNanos * weight + latencyNanos * (1 - weight);
    sampledNanos = nowNanos;
  }

  /** Forgets what was. */
  void restart(long latencyNanos, long nowNanos) {
    averageNanos = latencyNanos;
    sampledNanos = nowNanos;
  }

  /** The average of the last samples, in nanoseconds; 0 before the first. */
  long averageNanos() {
    return (long) averageNanos;
  }

  /** What is left of the average now. */
  double decayedNanos(long nowNanos) {
    return averageNanos * weight(nowNanos);
  }

  private double weight(long nowNanos) {
    return StrictMath.exp(-Math.max(0, nowNanos - sampledNanos) / decayNanos);
  }
}
