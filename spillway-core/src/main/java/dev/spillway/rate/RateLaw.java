package dev.spillway.rate;

/**
 * How much a rate has brought by a given time, and how much may be kept. Immutable.
 *
 * <p>It counts in units: a token is a power of two of them, chosen so that one or two units come in
 * a nanosecond (fewer where the burst is so large that its units would not fit). The answer is the
 * exact one rounded down: a floating-point guess is corrected by its remainder in integers, which
 * may wrap on the way because the remainder itself is small. A rate is kept in millionths of a
 * token a second, so a unit is {@link #ONE} of (units a second x 1,000,000) x nanoseconds.
 */
final class RateLaw {
  static final double LEAST_PER_SECOND = 0.000_001;
  static final double MOST_PER_SECOND = 1_000_000_000;
  static final long MOST_BURST = 1_000_000_000_000L;

  private static final long ONE = 1_000_000_000_000_000L;
  private static final int MOST_BURST_BITS = 60;

  /** Times further away are cut off, so that no sum of units overflows. */
  private static final long LONGEST_NANOS = 1L << 61;

  private final long microsPerSecond;
  private final long burst;
  private final long originNanos;
  private final int shift;
  private final double unitsPerNano;

  /**
   * Nothing has come at {@code originNanos}.
   *
   * @param perSecond infinite for no limit
   */
  RateLaw(double perSecond, long burst, long originNanos) {
    checkPerSecond(perSecond);
    checkBurst(burst);
    boolean unlimited = perSecond == Double.POSITIVE_INFINITY;
    this.microsPerSecond = unlimited ? 0 : StrictMath.round(perSecond * 1e6);
    this.burst = burst;
    this.originNanos = originNanos;
    int room = MOST_BURST_BITS - (Long.SIZE - Long.numberOfLeadingZeros(burst));
    this.shift = unlimited ? 0 : Math.min(room, bitsOf(2 * ONE / microsPerSecond));
    this.unitsPerNano = StrictMath.scalb((double) microsPerSecond, shift) / ONE;
  }

  /** The same law from another origin. */
  RateLaw from(long nowNanos) {
    return new RateLaw(perSecond(), burst, nowNanos);
  }

  private static int bitsOf(long value) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
  }

  static void checkPerSecond(double perSecond) {
    boolean inRange = perSecond >= LEAST_PER_SECOND && perSecond <= MOST_PER_SECOND;
    if (!inRange && perSecond != Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "events-per-second must be between 0.000001 and 1000000000, or infinite:"
              + " events-per-second="
              + perSecond);
    }
  }

  static void checkBurst(long burst) {
    if (burst < 1 || burst > MOST_BURST) {
      throw new IllegalArgumentException(
          "burst must be between 1 and " + MOST_BURST + ": burst=" + burst);
    }
  }

  boolean isUnlimited() {
    return microsPerSecond == 0;
  }

  double perSecond() {
    return isUnlimited() ? Double.POSITIVE_INFINITY : microsPerSecond / 1e6;
  }

  long burst() {
    return burst;
  }

  /** How many units {@code tokens} are. */
  long units(long tokens) {
    return tokens << shift;
  }

  /** How many whole tokens {@code units} are, rounded down. */
  long tokens(long units) {
    return units >> shift;
  }

  /** What {@code units} of {@code other} are here, rounded down and no more than the burst. */
  long convert(long units, RateLaw other) {
    if (other.tokens(units) >= burst) {
      return units(burst);
    }
    int more = shift - other.shift;
    return more >= 0 ? units << more : units >> -more;
  }

  /** How many units have come by {@code nowNanos}; negative before the origin. */
  long unitsAt(long nowNanos) {
    long elapsed = elapsed(nowNanos);
    long guess = (long) (elapsed * unitsPerNano);
    long remainder = remainder(elapsed, guess);
    if (remainder < 0 || remainder >= ONE) {
      guess += Math.floorDiv(remainder, ONE);
    }
    return guess;
  }

  /** The same rounded up. */
  long unitsAtMost(long nowNanos) {
    long units = unitsAt(nowNanos);
    return remainder(elapsed(nowNanos), units) == 0 ? units : units + 1;
  }

  private long elapsed(long nowNanos) {
    return Math.max(-LONGEST_NANOS, Math.min(nowNanos - originNanos, LONGEST_NANOS));
  }

  private long remainder(long elapsedNanos, long units) {
    return ((elapsedNanos * microsPerSecond) << shift) - units * ONE;
  }

  /** How long after {@code nowNanos} {@link #unitsAt} reaches {@code units}; 0 if it has. */
  long nanosUntil(long units, long nowNanos) {
    if (isUnlimited() || unitsAt(nowNanos) >= units) {
      return 0;
    }
    double guess = units / unitsPerNano;
    if (guess >= LONGEST_NANOS) {
      return Long.MAX_VALUE;
    }
    long due = (long) (guess - StrictMath.ulp(guess)) - 1;
    long missing = units - unitsAt(originNanos + due);
    while (missing > 0) {
      due += Math.max(1, missing / 2);
      missing = units - unitsAt(originNanos + due);
    }
    return Math.max(0, due - (nowNanos - originNanos));
  }
}
