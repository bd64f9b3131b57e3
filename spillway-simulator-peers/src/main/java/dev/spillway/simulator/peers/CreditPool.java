package dev.spillway.simulator.peers;

/**
 * How many calls all clients together may have at the server, moved once a round trip: by max(alpha
 * x clients, 1) up while the queue's delay is below its target d, and down by the factor max(1 -
 * beta (delay - d) / d, 0.5) when it is not.
 */
final class CreditPool {
  private static final double ALPHA = 0.001;
  private static final double BETA = 0.02;
  private static final double LEAST_FACTOR = 0.5;

  private final int clients;
  private final int least;
  private final long targetNanos;
  private final long roundTripNanos;
  private int total;
  private long nextNanos;

  /** A pool that begins with {@code least} credits, and never has fewer. */
  CreditPool(int clients, int least, long targetNanos, long roundTripNanos) {
    this.clients = clients;
    this.least = least;
    this.targetNanos = targetNanos;
    this.roundTripNanos = roundTripNanos;
    total = least;
    nextNanos = roundTripNanos;
  }

  int total() {
    return total;
  }

  /** Takes the steps that are due, all by the delay of now. */
  void update(long nowNanos, long delayNanos) {
    while (nextNanos <= nowNanos) {
      nextNanos += roundTripNanos;
      step(delayNanos);
    }
  }

  private void step(long delayNanos) {
    if (delayNanos < targetNanos) {
      total += Math.max((int) (ALPHA * clients), 1);
    } else {
      double over = (delayNanos - targetNanos) / (double) targetNanos;
      total = (int) (total * Math.max(1 - BETA * over, LEAST_FACTOR));
    }
    total = Math.max(least, total);
  }
}
