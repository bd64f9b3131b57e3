package dev.spillway.queue;

import dev.spillway.internal.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How often something took at most so long. The count is at most the true one: times up to 1/32
 * below the bound may be missing from it.
 *
 * @param atMostNanos the bound, in nanoseconds
 * @param count everything within the bound, so also what lesser bounds count
 */
public record TimeBucket(long atMostNanos, long count) {
  private static final long[] BOUNDS_NANOS = bounds();

  /** The same bounds for every duration that is reported, from 1 ms to an hour. */
  static List<TimeBucket> of(Histogram nanos) {
    long[] counts = nanos.countsAtMost(BOUNDS_NANOS);
    List<TimeBucket> buckets = new ArrayList<>(counts.length);
    for (int index = 0; index < counts.length; index++) {
      buckets.add(new TimeBucket(BOUNDS_NANOS[index], counts[index]));
    }
    return List.copyOf(buckets);
  }

  private static long[] bounds() {
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
