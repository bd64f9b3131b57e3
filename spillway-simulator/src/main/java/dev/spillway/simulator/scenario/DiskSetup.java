package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A queue with a log on a disk, which stands before the plant in the place of a limiter. Its
 * callers have their answer when an event is on the disk.
 *
 * @param memoryBytes what the queue may hold in memory
 * @param diskBytes what the log may take on the disk
 * @param eventBytes the size of an event, which does not get smaller when it is compressed
 * @param force how long a force takes
 * @param slowForces when forces take longer
 * @param killedAt when the power goes; the next life begins at once
 */
public record DiskSetup(
    long memoryBytes,
    long diskBytes,
    int eventBytes,
    Duration force,
    List<SlowForces> slowForces,
    List<Duration> killedAt) {
  /** Copies the lists. */
  public DiskSetup {
    slowForces = List.copyOf(slowForces);
    killedAt = List.copyOf(killedAt);
  }

  /** How long a force takes that begins so long after the start. */
  public Duration forceAt(long nanos) {
    for (SlowForces slow : slowForces) {
      if (slow.span().contains(nanos)) {
        return slow.lasting();
      }
    }
    return force;
  }
}
