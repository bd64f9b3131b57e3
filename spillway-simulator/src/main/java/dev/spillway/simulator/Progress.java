package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;

/** Hears how far a comparison has come. Called by one thread at a time. */
@FunctionalInterface
public interface Progress {
  /** One more seed of a scenario is done for a policy; seeds need not come in their order. */
  void ran(Scenario scenario, String policy, int seed);
}
