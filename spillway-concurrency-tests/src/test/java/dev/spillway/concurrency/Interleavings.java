package dev.spillway.concurrency;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * How many calls of how many threads are put into how many orders. Immutable.
 *
 * @param threads how many run at once
 * @param calls of each thread
 * @param scenarios how many choices of calls are tried
 * @param orders how many orders of the steps of each
 */
public record Interleavings(int threads, int calls, int scenarios, int orders) {
  /** Longer loops pass for a livelock; tables and counters are set up in shorter ones. */
  private static final int LONGEST_LOOP = 5_000;

  /** Whether what {@code operations} validates holds after each run, whatever the answers were. */
  public void keepInvariants(Class<?> operations) {
    new ModelCheckingOptions()
        .threads(threads)
        .actorsPerThread(calls)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(scenarios)
        .invocationsPerIteration(orders)
        .loopBound(LONGEST_LOOP)
        .verifier(EpsilonVerifier.class)
        .check(operations);
  }
}
