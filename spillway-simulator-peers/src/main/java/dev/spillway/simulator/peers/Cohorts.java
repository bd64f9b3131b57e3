package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import java.util.SplittableRandom;

/**
 * Who a call's user is. Immutable.
 *
 * <p>The simulator's calls carry no user; each task is taken to be another user's. A task is known
 * by its deadline, which all its calls share, so that they are all judged alike. What a hostile
 * client tries again with a fresh deadline counts as another user's.
 */
final class Cohorts {
  /** How many cohorts there are, as many as DAGOR and Cinnamon have. */
  static final int COUNT = 128;

  private final long seed;

  Cohorts(long seed) {
    this.seed = seed;
  }

  /** From 0, the most important, to 127. */
  int of(Call call) {
    return of(call, COUNT);
  }

  /** Shares calls out to {@code count} places, all of one task to the same. */
  int of(Call call, int count) {
    return new SplittableRandom(seed ^ call.deadlineNanos()).nextInt(count);
  }

  /** Class first, cohort second: 0 is the most important. */
  int priority(Call call) {
    return call.priority().ordinal() * COUNT + of(call);
  }
}
