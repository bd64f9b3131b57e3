package dev.spillway.delivery;

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
}
