package dev.spillway.limit;

/**
 * How long work holds a slot. Guarded by the limiter's lock.
 *
 * <p>The mean of the service times that were looked at, smoothed by 1/64; when the last few differ
 * from it by a factor, they replace it. While requests wait and nothing is completed, the estimate
 * follows the time that passes, so that a hang shows before anything completes: as long as no slot
 * was given back, all of the work in them takes at least as long.
 */
final class ServiceEstimate {
  private static final int MEMORY = 64;

  /** So many in a row show a change, if they differ from the mean by so much. */
  private static final int RECENT = 8;

  private static final double CHANGE = 3;

  private final ServiceShape shape = new ServiceShape();

  /** The last service times, in a ring; 0 before there were so many. */
  private final double[] latest = new double[RECENT];

  private int at;
  private int compared;
  private double meanNanos;
  private double recentNanos;
  private int known;

  /** Time, and slot time, since the last completion while requests waited. */
  private double openNanos;

  private double openSlotNanos;
  private long lastNanos;

  ServiceEstimate(long nowNanos) {
    lastNanos = nowNanos;
  }

  /** Passes time in which {@code taken} slots were in use; it counts while requests waited. */
  void pass(long nowNanos, int taken, boolean waited) {
    if (waited) {
      double passed = Math.max(0, nowNanos - lastNanos);
      openNanos += passed;
      openSlotNanos += passed * taken;
    } else {
      openNanos = 0;
      openSlotNanos = 0;
    }
    lastNanos = nowNanos;
  }

  /** One completion; {@code serviceNanos} is negative when nobody knows how long it took. */
  void completed(double serviceNanos) {
    openNanos = 0;
    openSlotNanos = 0;
    if (serviceNanos >= 0) {
      double nanos = Math.max(1, serviceNanos);
      learn(nanos);
      compare(nanos);
    }
  }

  /**
   * Adds a service time to the shape. Once there is something to spoil, it is one of some time ago:
   * by then the mean has followed a change, and what was part of it does not look like rare work.
   */
  private void compare(double nanos) {
    if (compared < MEMORY) {
      compared++;
      shape.add(nanos / meanNanos);
      return;
    }
    double oldest = latest[at];
    latest[at] = nanos;
    at = (at + 1) % latest.length;
    if (oldest > 0) {
      shape.add(oldest / meanNanos);
    }
  }

  private void learn(double nanos) {
    known = Math.min(known + 1, MEMORY);
    meanNanos += (nanos - meanNanos) / known;
    if (known == 1) {
      recentNanos = meanNanos;
    }
    // one that takes very long is no change: it takes several to reach the factor
    recentNanos += (Math.min(nanos, 2 * CHANGE * meanNanos) - recentNanos) / RECENT;
    if (recentNanos < meanNanos / CHANGE || recentNanos > meanNanos * CHANGE) {
      meanNanos = recentNanos;
      known = RECENT;
    }
  }

  /** How long work holds a slot; 0 as long as nothing is known. */
  double nanos() {
    return Math.max(
        meanNanos, Math.min(openNanos, meanNanos + (openSlotNanos - meanNanos) / (known + 1)));
  }

  /** For how long nothing was completed while requests waited. */
  double openNanos() {
    return openNanos;
  }

  ServiceShape shape() {
    return shape;
  }
}
