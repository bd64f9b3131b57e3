package dev.spillway.internal;

import dev.spillway.TimeBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The bounds by which every duration is reported, from 1 ms to an hour. */
public final class TimeBounds {
  private static final long[] NANOS = nanos();

  private TimeBounds() {}

  /** A bucket for each bound, with how many of {@code durations} were at most so long. */
  public static List<TimeBucket> buckets(Histogram durations) {
    long[] counts = durations.countsAtMost(NANOS);
    List<TimeBucket> buckets = new ArrayList<>(counts.length);
    for (int index = 0; index < counts.length; index++) {
      buckets.add(new TimeBucket(NANOS[index], counts[index]));
    }
    return List.copyOf(buckets);
  }

  private static long[] nanos() {
    long[] millis = {
      1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000,
      900_000, 3_600_000
    };
    long[] nanos = new long[millis.length];
    for (int index = 0; index < millis.length; index++) {
      nanos[index] = TimeUnit.MILLISECONDS.toNanos(millis[index]);
    }
    return nanos;
  }
}
