package dev.spillway;

import java.util.List;

/**
 * How long waits took since the start, in nanoseconds: those of a lane's events for their first
 * delivery, or of a limiter's requests for a slot. Quantiles are at most 1/32 above the true ones;
 * all are 0 when nothing has waited. Immutable.
 */
public interface WaitFigures {
  /** How many waits are over. */
  long count();

  long p50Nanos();

  long p95Nanos();

  long p99Nanos();

  /** The longest, exactly. */
  long maxNanos();

  /** All waits together; a double because many long waits leave the range of a long. */
  double totalNanos();

  /** How many waited at most so long, by ascending bounds that stay the same. */
  List<TimeBucket> buckets();
}
