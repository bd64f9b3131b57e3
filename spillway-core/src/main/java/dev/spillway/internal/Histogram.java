package dev.spillway.internal;

import java.util.Arrays;

/**
 * Counts of non-negative values in log-linear buckets. Not thread-safe.
 *
 * <p>Each power of two is cut into 32 buckets, so a quantile is at most 1/32 above the true value.
 * The layout follows HdrHistogram's (Gil Tene), with a fixed precision and no recording of zero
 * counts at the ends.
 */
public final class Histogram {
  private static final int SUB_BITS = 5;
  private static final int SUB_COUNT = 1 << SUB_BITS;
  private static final int BUCKETS = (Long.SIZE - SUB_BITS) * SUB_COUNT;

  private final long[] counts;
  private long count;
  private long min = Long.MAX_VALUE;
  private long max;
  private double sum;

  /** An empty histogram. */
  public Histogram() {
    counts = new long[BUCKETS];
  }

  private Histogram(Histogram other) {
    counts = other.counts.clone();
    count = other.count;
    min = other.min;
    max = other.max;
    sum = other.sum;
  }

  /** An independent copy. */
  public Histogram copy() {
    return new Histogram(this);
  }

  /** Counts {@code value}; a negative one counts as 0. */
  public void record(long value) {
    record(value, 1);
  }

  /** Counts {@code value} as {@code times} values, at least one. */
  public void record(long value, int times) {
    long counted = Math.max(0, value);
    counts[bucketOf(counted)] += times;
    count += times;
    min = Math.min(min, counted);
    max = Math.max(max, counted);
    sum += counted * times;
  }

  /** Counts all values of {@code other} too. */
  public void add(Histogram other) {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum += other.sum;
  }

  /** How many values were recorded. */
  public long count() {
    return count;
  }

  /** The least recorded value, exactly; 0 when there is none. */
  public long min() {
    return count == 0 ? 0 : min;
  }

  /** The mean of the recorded values; 0 when there is none. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /** The greatest recorded value, exactly; 0 when there is none. */
  public long max() {
    return max;
  }

  /** The sum of the recorded values, which for long times soon leaves the range of a long. */
  public double total() {
    return sum;
  }

  /**
   * How many values were at most each of {@code bounds}. A value that shares its bucket with
   * greater ones than the bound is not counted, so a count is never too high.
   *
   * @param bounds ascending
   */
  public long[] countsAtMost(long... bounds) {
    long[] found = new long[bounds.length];
    long seen = 0;
    int bucket = 0;
    for (int index = 0; index < bounds.length; index++) {
      while (seen < count && upperBoundOf(bucket) <= bounds[index]) {
        seen += counts[bucket];
        bucket++;
      }
      found[index] = seen;
    }
    return found;
  }

  /**
   * The least bucket bound that {@code quantile} of the values do not exceed; 0 when there is none.
   *
   * @param quantile above 0 and at most 1
   */
  public long valueAt(double quantile) {
    if (count == 0) {
      return 0;
    }
    long rank = Math.max(1, (long) Math.ceil(quantile * count));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return Math.min(upperBoundOf(bucket), max);
      }
    }
    return max;
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(counts, 0);
    count = 0;
    min = Long.MAX_VALUE;
    max = 0;
    sum = 0;
  }

  private static int bucketOf(long value) {
    if (value < SUB_COUNT) {
      return (int) value;
    }
    int shift = Long.SIZE - Long.numberOfLeadingZeros(value) - SUB_BITS - 1;
    return ((shift + 1) << SUB_BITS) + (int) (value >>> shift) - SUB_COUNT;
  }

  private static long upperBoundOf(int bucket) {
    int power = bucket >>> SUB_BITS;
    if (power == 0) {
      return bucket;
    }
    int shift = power - 1;
    long base = (long) SUB_COUNT + (bucket & (SUB_COUNT - 1));
    return ((base + 1) << shift) - 1;
  }
}
