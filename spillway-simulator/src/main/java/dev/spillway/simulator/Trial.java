package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import java.util.List;

/** One run of a policy of which nothing is kept but what its scenario's bars are set on. */
public final class Trial {
  private Trial() {}

  /**
   * What is measured for each of the scenario's bars, in their order, in virtual time in the
   * caller's thread.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static List<Double> measure(Scenario scenario, PolicyFactory policy, int seed) {
    Trace trace = Trace.of(scenario, seed);
    Ledger oracle = new Simulation(scenario, trace, seed, BuiltInPolicies.ORACLE).run();
    Ledger run = new Simulation(scenario, trace, seed, policy).run();
    Measures measures = new Measures(new Runs(scenario, run, oracle));
    return scenario.bars().stream().map(measures::of).toList();
  }
}
