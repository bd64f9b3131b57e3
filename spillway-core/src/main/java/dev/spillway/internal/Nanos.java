package dev.spillway.internal;

import java.time.Duration;

/** Durations as nanoseconds that can be added to any time without an overflow. */
public final class Nanos {
  /** Far longer than any process runs, and short enough to compare times by subtraction. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

  private Nanos() {}

  /** The length of {@code duration}, cut off at 73 years before or after. */
  public static long of(Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      return LONGEST.toNanos();
    }
    return duration.compareTo(LONGEST.negated()) < 0 ? -LONGEST.toNanos() : duration.toNanos();
  }
}
