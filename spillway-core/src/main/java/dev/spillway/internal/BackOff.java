package dev.spillway.internal;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Waits that grow by a factor and are jittered, so that many who failed together do not come back
 * together. Guarded by its owner.
 *
 * <p>The wait before try n is {@code first · factor^(n-1) · U(0.5, 1.5)}, at most {@code most}.
 */
public final class BackOff {
  private final double firstNanos;
  private final double factor;
  private final double mostNanos;
  private final SplittableRandom random;

  /** Waits from {@code first} on, never longer than {@code most}. */
  public BackOff(Duration first, double factor, Duration most, SplittableRandom random) {
    this.firstNanos = Nanos.of(first);
    this.factor = factor;
    this.mostNanos = Nanos.of(most);
    this.random = random;
  }

  /** The wait after {@code failures} failures in a row, at least 1. */
  public long delayNanos(int failures) {
    double grown = firstNanos * StrictMath.pow(factor, failures - 1.0);
    double jittered = Math.min(grown, mostNanos) * (0.5 + random.nextDouble());
    return Math.max(1, (long) Math.min(jittered, mostNanos));
  }
}
