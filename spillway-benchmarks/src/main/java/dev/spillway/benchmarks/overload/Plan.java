package dev.spillway.benchmarks.overload;

import dev.spillway.queue.Strategy;
import java.time.Duration;
import java.util.List;

/**
 * What a run is of. Immutable.
 *
 * @param strategy of the queue
 * @param length how long producers go on
 * @param sinkEventsPerSecond what the sink takes while they do
 * @param sizes of the queue
 */
record Plan(Strategy strategy, Duration length, int sinkEventsPerSecond, Sizes sizes) {
  /** How many times what the sink takes is offered. */
  static final int TIMES = 10;

  /** Of all that is offered, critical first; critical alone is half of what the sink takes. */
  static final List<Integer> PERCENT = List.of(5, 15, 30, 30, 20);

  /** The bounds of a run's queue. */
  record Sizes(long memoryBytes, long diskBytes) {}

  /** The run that users start: a sink of 5,000 events/s, 64 MB of memory, 256 MB of disk. */
  static Plan full(Strategy strategy, Duration length) {
    return new Plan(strategy, length, 5_000, new Sizes(64 << 20, 256 << 20));
  }

  int offeredPerSecond() {
    return TIMES * sinkEventsPerSecond;
  }
}
