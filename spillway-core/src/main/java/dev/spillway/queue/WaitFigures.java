package dev.spillway.queue;

import java.util.List;

/**
 * How long events of a lane waited from acceptance to the start of their first delivery, in
 * nanoseconds. Immutable.
 */
public interface WaitFigures {
  long count();

  long p50Nanos();

  long p95Nanos();

  long p99Nanos();

  long maxNanos();

  /** All waits together; a double because many long waits leave the range of a long. */
  double totalNanos();

  /** How many waited at most so long, by ascending bounds that stay the same. */
  List<TimeBucket> buckets();
}
