package dev.spillway.simulator;

import dev.spillway.simulator.scenario.DiskSetup;
import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /** What programs see of a simulated disk, what it surely holds, and both again in a crash. */
  private static final int DISK_COPIES = 4;

  private static final double HEAP_SHARE = 0.7;

  private final List<Scenario> scenarios;
  private final List<PolicyFactory> policies;
  private final List<Integer> seeds;
  private final ReentrantLock telling = new ReentrantLock();

  /**
   * Compares {@code policies} under each of {@code scenarios} with the seeds from 1 to {@code
   * seeds}.
   *
   * @throws IllegalArgumentException if there is nothing to run
   */
  public Comparison(List<Scenario> scenarios, List<PolicyFactory> policies, int seeds) {
    this(scenarios, policies, IntStream.rangeClosed(1, seeds).boxed().toList());
  }

  /**
   * Compares {@code policies} under each of {@code scenarios} with each of {@code seeds}.
   *
   * @throws IllegalArgumentException if there is nothing to run
   */
  public Comparison(List<Scenario> scenarios, List<PolicyFactory> policies, List<Integer> seeds) {
    check(scenarios, policies, seeds);
    this.scenarios = List.copyOf(scenarios);
    this.policies = List.copyOf(policies);
    this.seeds = List.copyOf(seeds);
  }

  static void check(List<Scenario> scenarios, List<PolicyFactory> policies, List<Integer> seeds) {
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException("scenarios must have at least one: scenarios=[]");
    }
    if (policies.isEmpty()) {
      throw new IllegalArgumentException("policies must have at least one: policies=[]");
    }
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("seeds must have at least one: seeds=[]");
    }
    for (Scenario scenario : scenarios) {
      if (policies.stream().noneMatch(policy -> policy.isFor(scenario))) {
        throw new IllegalArgumentException(
            "policies must have one that keeps events on a disk, such as spillway, for scenario "
                + scenario.name()
                + ": policies="
                + policies.stream().map(PolicyFactory::name).toList());
      }
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
    double most = scenarios.stream().mapToDouble(Comparison::heapBytes).max().orElse(0);
    double room = Runtime.getRuntime().maxMemory() * HEAP_SHARE / most;
    return (int) Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), room));
  }

  private static double heapBytes(Scenario scenario) {
    DiskSetup disk = scenario.setup().disk();
    double diskBytes = disk == null ? 0 : (double) DISK_COPIES * disk.diskBytes();
    return scenario.mostTasks() * BYTES_PER_TASK + diskBytes;
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
          policies.stream()
              .filter(policy -> policy.isFor(scenario))
              .map(policy -> new Planned(scenario, policy, seeds, new ArrayList<>()))
              .toList();
      for (int seed : seeds) {
        Baseline baseline = new Baseline(scenario, seed);
        for (Planned planned : ofScenario) {
          planned.runs.add(executor.submit(() -> run(planned, seed, baseline, progress)));
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

  /** A policy that failed, with the run in which it did. */
  static IllegalStateException failure(
      Scenario scenario, PolicyFactory policy, int seed, @Nullable Throwable cause) {
    return new IllegalStateException(
        "policy %s failed in scenario %s with seed %d: %s"
            .formatted(policy.name(), scenario.name(), seed, cause),
        cause);
  }

  /** A result to come. */
  private record Planned(
      Scenario scenario, PolicyFactory policy, List<Integer> seeds, List<Future<SeedRun>> runs) {
    Result result() throws InterruptedException {
      List<SeedRun> done = new ArrayList<>();
      for (Future<SeedRun> run : runs) {
        try {
          done.add(run.get());
        } catch (ExecutionException e) {
          throw failure(scenario, policy, seeds.get(done.size()), e.getCause());
        }
      }
      return new Result(scenario, policy.name(), done);
    }
  }
}
