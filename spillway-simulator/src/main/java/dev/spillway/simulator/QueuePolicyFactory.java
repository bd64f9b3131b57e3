package dev.spillway.simulator;

import dev.spillway.simulator.scenario.DiskSetup;

/**
 * Makes the policy {@code spillway} for scenarios with a disk: a queue with a log. Thread-safe.
 *
 * <p>Found by {@link java.util.ServiceLoader}, because the log is another module.
 */
public interface QueuePolicyFactory {
  /**
   * A fresh policy, which is thread-safe unless the world is virtual; the seed is for its draws.
   */
  Policy create(World world, DiskSetup disk, long seed);
}
