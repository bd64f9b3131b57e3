package dev.spillway.simulator.search;

import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tries random combinations of load up to 0.95, trigger and clients, and looks for those that stay
 * degraded although their trigger has gone (N. Bronson et al., "Metastable failures in distributed
 * systems", HotOS 2021). Immutable.
 *
 * <p>Degraded is a plant while some half second within the next two lacks more than five percent of
 * what the oracle did of the same arrivals, plus three standard deviations of such a count.
 */
public final class Search {
  private final PolicyFactory policy;
  private final long seed;
  private final int combinations;

  /**
   * A search of so many combinations, drawn from a seed.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Search(PolicyFactory policy, long seed, int combinations) {
    if (combinations < 1) {
      throw new IllegalArgumentException("combinations must be >= 1: combinations=" + combinations);
    }
    this.policy = policy;
    this.seed = seed;
    this.combinations = combinations;
  }

  /**
   * Tries them all, on all processors.
   *
   * @param heard hears of each, in no order, from several threads
   * @return all of them, in their order
   * @throws InterruptedException if the thread is interrupted; nothing goes on then
   * @throws IllegalStateException if the policy fails, with the combination in which it did
   */
  public List<Finding> run(Consumer<Finding> heard) throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> {
              Thread thread = new Thread(task, "search");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Finding>> tries = new ArrayList<>();
      SplittableRandom random = new SplittableRandom(seed);
      for (int number = 1; number <= combinations; number++) {
        tries.add(executor.submit(trial(number, random.split(), heard)));
      }
      List<Finding> found = new ArrayList<>();
      for (Future<Finding> each : tries) {
        found.add(result(each, found.size() + 1));
      }
      return found;
    } finally {
      executor.shutdownNow();
      executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private Callable<Finding> trial(int number, SplittableRandom random, Consumer<Finding> heard) {
    return () -> {
      Combination combination = new Combination(number, random);
      double millis = Trial.measure(combination.scenario(), policy, combination.seed()).get(0);
      Finding finding = new Finding(combination, millis);
      heard.accept(finding);
      return finding;
    };
  }

  private Finding result(Future<Finding> trial, int number) throws InterruptedException {
    try {
      return trial.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "policy %s failed in combination %d of seed %d: %s"
              .formatted(policy.name(), number, seed, e.getCause()),
          e.getCause());
    }
  }
}
