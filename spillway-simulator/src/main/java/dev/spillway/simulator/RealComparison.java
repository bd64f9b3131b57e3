package dev.spillway.simulator;

import dev.spillway.simulator.RealTimeline.RealDelays;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Runs scenarios on this machine, in its time, each policy and seed after the other, and the same
 * in virtual time. Immutable.
 *
 * <p>Tasks are sent at their moments, and a call holds its slot for as long as was drawn, but no
 * processor. A policy that is thread-safe is called by several threads at once. A refusal keeps a
 * server busy for the scenario's cost, as in virtual time.
 */
public final class RealComparison {
  /** More could not be sent at their moments. */
  private static final double MOST_PER_SECOND = 50_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Scenario> scenarios;
  private final List<PolicyFactory> policies;
  private final List<Integer> seeds;

  /**
   * Runs {@code policies} under each of {@code scenarios} with each of {@code seeds}.
   *
   * @throws IllegalArgumentException if there is nothing to run, or a scenario cannot be real
   */
  public RealComparison(
      List<Scenario> scenarios, List<PolicyFactory> policies, List<Integer> seeds) {
    Comparison.check(scenarios, policies, seeds);
    this.scenarios = List.copyOf(scenarios);
    this.policies = List.copyOf(policies);
    this.seeds = List.copyOf(seeds);
    List<String> problems = scenarios.stream().flatMap(s -> problems(s).stream()).toList();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** Why a scenario cannot be run in real time; empty if it can. */
  public static List<String> problems(Scenario scenario) {
    List<String> problems = new ArrayList<>();
    Setup setup = scenario.setup();
    String but = "scenario " + scenario.name() + " cannot be run for real: ";
    if (setup.controlStop() != null) {
      problems.add(but + "setup.control-stop stops a thread that only a simulation can stop");
    }
    if (setup.clockJumpAt() != null) {
      problems.add(but + "setup.clock-jump-at moves a clock that this machine has only one of");
    }
    double perSecond = scenario.mostTasks() / scenario.length().toNanos() * NANOS_PER_SECOND;
    if (perSecond > MOST_PER_SECOND) {
      problems.add(
          but
              + "it sends up to %.0f tasks a second, and %.0f can be sent at their moments"
                  .formatted(perSecond, MOST_PER_SECOND));
    }
    return problems;
  }

  /** How long it takes at least. */
  public Duration duration() {
    Duration once = Duration.ZERO;
    for (Scenario scenario : scenarios) {
      once = once.plus(scenario.length());
    }
    return once.multipliedBy((long) policies.size() * seeds.size());
  }

  /**
   * Runs everything, scenario by scenario, in each policy by policy.
   *
   * @throws InterruptedException if the thread is interrupted; nothing goes on then
   * @throws IllegalStateException if a policy fails, with the run in which it did
   */
  public List<RealResult> run(Progress progress) throws InterruptedException {
    List<RealResult> results = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      for (PolicyFactory policy : policies) {
        if (policy.isFor(scenario)) {
          results.add(run(scenario, policy, progress));
        }
      }
    }
    return results;
  }

  private RealResult run(Scenario scenario, PolicyFactory policy, Progress progress)
      throws InterruptedException {
    RealDelays late = new RealDelays(new Delays(), new Delays());
    List<SeedRun> simulated = new ArrayList<>();
    List<SeedRun> real = new ArrayList<>();
    for (int seed : seeds) {
      try {
        Baseline baseline = new Baseline(scenario, seed);
        simulated.add(baseline.run(policy)); // first, so that the policy's code is warm
        real.add(baseline.runReal(policy, late));
        progress.ran(scenario, policy.name(), seed);
      } catch (CancellationException e) {
        Thread.interrupted(); // told by the exception
        throw new InterruptedException(e.getMessage());
      } catch (RuntimeException e) {
        throw Comparison.failure(scenario, policy, seed, e);
      }
    }
    return new RealResult(
        new Result(scenario, policy.name(), simulated),
        new Result(scenario, policy.name() + " real", real),
        late.clients().lateness(),
        late.plant().lateness());
  }
}
