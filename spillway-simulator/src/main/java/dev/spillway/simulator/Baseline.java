package dev.spillway.simulator;

import dev.spillway.simulator.RealTimeline.RealDelays;
import dev.spillway.simulator.scenario.ClientSpec;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Source;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The oracle's run of one seed, made when it is first asked for. Thread-safe. */
final class Baseline {
  private final Scenario scenario;
  private final long seed;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private @Nullable Ledger ledger;

  Baseline(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
  }

  private Ledger oracle() {
    lock.lock();
    try {
      if (ledger == null) {
        Trace trace = Trace.of(scenario, seed);
        ledger = new Simulation(ideal(), trace, seed, BuiltInPolicies.ORACLE).run();
      }
      return ledger;
    } finally {
      lock.unlock();
    }
  }

  /** Callers who hold back what would be refused are measured against some who know what will. */
  private Scenario ideal() {
    return scenario.clients().kind() == ClientSpec.Kind.OURS
        ? scenario.withIdealClients()
        : scenario;
  }

  /** Runs a policy on the same trace. */
  SeedRun run(PolicyFactory policy) {
    Ledger oracle = oracle();
    Ledger run = new Simulation(scenario, oracle.trace(), seed, policy).run();
    return SeedRun.of(new Runs(scenario, run, oracle));
  }

  /** Runs a policy on the same trace in this machine's time. */
  SeedRun runReal(PolicyFactory policy, RealDelays late) {
    Ledger oracle = oracle();
    RealTimeline timeline = new RealTimeline(policy.isThreadSafe(), late);
    Ledger run =
        new Simulation(scenario, new Draws(oracle.trace(), seed), policy, timeline)
            .run(longestDeadline());
    return SeedRun.of(new Runs(scenario, run, oracle));
  }

  /** What is done later than this after the end is done for nobody. */
  private Duration longestDeadline() {
    Duration longest = scenario.deadline();
    for (Source source : scenario.sources()) {
      Duration own = source.deadline();
      longest = own != null && own.compareTo(longest) > 0 ? own : longest;
    }
    return longest;
  }
}
