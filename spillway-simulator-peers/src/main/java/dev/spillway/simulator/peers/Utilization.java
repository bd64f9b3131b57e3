package dev.spillway.simulator.peers;

import java.time.Duration;

/** The share of its servers that a plant had busy over the last whole half second. */
final class Utilization {
  private static final long SAMPLE_NANOS = Duration.ofMillis(500).toNanos();

  private final int servers;
  private long lastNanos;
  private long sampleEndNanos = SAMPLE_NANOS;
  private double busyNanos;
  private double share;

  Utilization(int servers) {
    this.servers = servers;
  }

  /** Counts the time since it was last told with {@code inFlight} calls at the plant. */
  void count(long nowNanos, int inFlight) {
    double busy = Math.min(inFlight, servers) / (double) servers;
    while (sampleEndNanos <= nowNanos) {
      busyNanos += busy * (sampleEndNanos - lastNanos);
      share = busyNanos / SAMPLE_NANOS;
      busyNanos = 0;
      lastNanos = sampleEndNanos;
      sampleEndNanos += SAMPLE_NANOS;
    }
    busyNanos += busy * (nowNanos - lastNanos);
    lastNanos = nowNanos;
  }

  /** From 0 to 1. */
  double share() {
    return share;
  }
}
