package dev.spillway.pressure;

import java.time.Duration;

/**
 * How long a producer should wait at a fill level: {@code base · multiplier^((u − high mark) /
 * 0.05)}, at most {@code longest}. Each twentieth above the high mark multiplies the wait once;
 * below the mark, until backpressure turns off, it shrinks at the same pace. Immutable.
 *
 * @param base the wait at the high mark; positive
 * @param multiplier by how much each further twentieth of the capacity lengthens it; at least 1
 * @param longest the longest wait; at least {@code base}
 */
public record ThrottleCurve(Duration base, double multiplier, Duration longest) {
  private static final double STEP = 0.05;

  /** Longer waits would need more than a long of nanoseconds somewhere. */
  private static final Duration LONGEST_ALLOWED = Duration.ofDays(1);

  /** 10 ms at the high mark, 15 ms a twentieth above, and so on to 1 s. */
  public static final ThrottleCurve DEFAULT =
      new ThrottleCurve(Duration.ofMillis(10), 1.5, Duration.ofSeconds(1));

  /**
   * A curve.
   *
   * @throws IllegalArgumentException if a part is outside of its bounds
   */
  public ThrottleCurve {
    if (base.isNegative() || base.isZero()) {
      throw new IllegalArgumentException("base must be positive: base=" + base);
    }
    if (!(multiplier >= 1 && multiplier <= 1_000)) {
      throw new IllegalArgumentException("multiplier must be 1 to 1000: multiplier=" + multiplier);
    }
    if (longest.compareTo(base) < 0 || longest.compareTo(LONGEST_ALLOWED) > 0) {
      throw new IllegalArgumentException(
          "longest must be base to one day: longest=" + longest + " base=" + base);
    }
  }

  /** The wait at {@code utilization}, in nanoseconds, at least 1. */
  public long delayNanos(double utilization, double highMark) {
    double steps = (utilization - highMark) / STEP;
    double nanos = base.toNanos() * StrictMath.pow(multiplier, steps);
    return Math.max(1, Math.round(Math.min(nanos, longest.toNanos())));
  }
}
