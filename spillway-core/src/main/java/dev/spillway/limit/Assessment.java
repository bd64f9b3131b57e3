package dev.spillway.limit;

import dev.spillway.Reason;
import org.jspecify.annotations.Nullable;

/** How long a request would wait, and for how long it may. Kept and filled anew by its owner. */
final class Assessment {
  private double waitNanos;
  private double boundNanos;
  private @Nullable Reason reason;

  /**
   * Holds a wait against its bound, and keeps {@code reason} if it is longer.
   *
   * @return whether the request may wait
   */
  boolean judge(double waitNanos, double boundNanos, Reason reason) {
    this.waitNanos = waitNanos;
    this.boundNanos = boundNanos;
    this.reason = waitNanos > boundNanos ? reason : null;
    return this.reason == null;
  }

  /** Lets the request wait all the same, because another gives it its place. */
  void excuse() {
    reason = null;
  }

  double waitNanos() {
    return waitNanos;
  }

  double boundNanos() {
    return boundNanos;
  }

  /** By how much it would wait for too long; not negative. */
  double excessNanos() {
    return Math.max(0, waitNanos - boundNanos);
  }

  @Nullable Reason reason() {
    return reason;
  }
}
