package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;

/**
 * Makes a policy for one run. Thread-safe.
 *
 * <p>Those of other modules are found by {@link java.util.ServiceLoader}: name the class, which has
 * a public constructor without parameters, in {@code
 * META-INF/services/dev.spillway.simulator.PolicyFactory}.
 */
public interface PolicyFactory {
  /** The name by which it is asked for, such as {@code spillway}. */
  String name();

  /** What it does, in one line. */
  String description();

  /** A fresh policy; the seed is for what it draws. */
  Policy create(World world, long seed);

  /** Whether it can do what a scenario is about; only some keep what they accept on a disk. */
  default boolean isFor(Scenario scenario) {
    return scenario.setup().disk() == null;
  }

  /**
   * Whether its policies may be called by several threads at once, as in production; in real time
   * they are then. Others are called by one at a time.
   */
  default boolean isThreadSafe() {
    return false;
  }
}
