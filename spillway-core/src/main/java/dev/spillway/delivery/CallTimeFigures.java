package dev.spillway.delivery;

import dev.spillway.TimeBucket;
import java.util.List;

/** How long calls of a sink took that took their events, in nanoseconds. Immutable. */
public interface CallTimeFigures {
  /** How many calls there were; without any, the times are 0. */
  long count();

  long minNanos();

  long maxNanos();

  long meanNanos();

  long p50Nanos();

  long p95Nanos();

  long p99Nanos();

  /** All times together; a double because many long calls leave the range of a long. */
  double totalNanos();

  /** How many calls took at most so long, by ascending bounds that stay the same. */
  List<TimeBucket> buckets();
}
