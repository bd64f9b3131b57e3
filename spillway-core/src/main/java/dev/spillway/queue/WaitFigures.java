package dev.spillway.queue;

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
}
