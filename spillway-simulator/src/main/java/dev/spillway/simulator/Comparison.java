package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs policies under scenarios, each with some seeds. Immutable.
 *
 * <p>What it finds depends on scenarios, policies and seeds alone, not on the number of threads.
 *
 * <pre>{@code
 * Scenario scenario = ScenarioReader.read(Path.of("peak.yaml"));
 * Results results = new Comparison(List.of(scenario), Policies.all(), 5).run((s, p, seed) -> {});
 * }</pre>
 */
public final class Comparison {
  /** What a task takes of the heap, with its place in two ledgers; generous. */
  private static final double BYTES_PER_TASK = 300;

  private static final double HEAP_SHARE = 0.7;

  private final List<Scenario> scenarios;
  private final List<PolicyFactory> policies;
  private final int seeds;
  private final ReentrantLock telling = new ReentrantLock();

  /**
   * Compares {@code policies} under each of {@code scenarios} with the seeds from 1 to {@code
   * seeds}.
   *
   * @throws IllegalArgumentException if there is nothing to run
   */
  public Comparison(List<Scenario> scenarios, List<PolicyFactory> policies, int seeds) {
    this.scenarios = List.copyOf(scenarios);
    this.policies = List.copyOf(policies);
    this.seeds = seeds;
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException("scenarios must have at least one: scenarios=[]");
    }
    if (policies.isEmpty()) {
      throw new IllegalArgumentException("policies must have at least one: policies=[]");
    }
    if (seeds < 1) {
      throw new IllegalArgumentException("seeds must be >= 1: seeds=" + seeds);
    }
  }

  /**
   * Runs everything, on as many threads as there are processors and the heap has room for.
   *
   * @throws InterruptedException if the thread is interrupted; nothing goes on then
   * @throws IllegalStateException if a policy fails, with the run in which it did
   */
  public Results run(Progress progress) throws InterruptedException {
    return run(progress, threads());
  }

  private int threads() {
    double tasks = scenarios.stream().mapToDouble(Scenario::mostTasks).max().orElse(0);
    double room = Runtime.getRuntime().maxMemory() * HEAP_SHARE / (tasks * BYTES_PER_TASK);
    return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), room));
  }

  Results run(Progress progress, int threads) throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "simulation");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Planned> plan = plan(executor, progress);
      List<Result> results = new ArrayList<>();
      for (Planned planned : plan) {
        results.add(planned.result());
      }
      return new Results(results);
    } finally {
      executor.shutdownNow();
      executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Seed by seed, so that no more traces are held at a time than there are threads. */
  private List<Planned> plan(ExecutorService executor, Progress progress) {
    List<Planned> plan = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<Planned> ofScenario =
          policies.stream().map(p -> new Planned(scenario, p, new ArrayList<>())).toList();
      for (int number = 1; number <= seeds; number++) {
        int seed = number;
        Baseline baseline = new Baseline(scenario, seed);
        for (Planned planned : ofScenario) {
          planned.seeds.add(executor.submit(() -> run(planned, seed, baseline, progress)));
        }
      }
      plan.addAll(ofScenario);
    }
    return plan;
  }

  private SeedRun run(Planned planned, int seed, Baseline baseline, Progress progress) {
    SeedRun run = baseline.run(planned.policy);
    telling.lock();
    try {
      progress.ran(planned.scenario, planned.policy.name(), seed);
    } finally {
      telling.unlock();
    }
    return run;
  }

  /** A result to come. */
  private record Planned(Scenario scenario, PolicyFactory policy, List<Future<SeedRun>> seeds) {
    Result result() throws InterruptedException {
      List<SeedRun> runs = new ArrayList<>();
      for (Future<SeedRun> seed : seeds) {
        try {
          runs.add(seed.get());
        } catch (ExecutionException e) {
          throw new IllegalStateException(
              "policy %s failed in scenario %s with seed %d: %s"
                  .formatted(policy.name(), scenario.name(), runs.size() + 1, e.getCause()),
              e.getCause());
        }
      }
      return new Result(scenario, policy.name(), runs);
    }
  }
}
