package dev.spillway.simulator;

import java.time.Duration;
import java.util.function.IntPredicate;

/** How long it takes until goodput is, and stays, what it should be. Stateless. */
final class SettlingTime {
  private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();
  private static final long HELD_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WINDOW = (int) (WINDOW_NANOS / STEP_NANOS);
  private static final int HELD = (int) (HELD_NANOS / STEP_NANOS);

  /** Counts that are so many standard deviations away are no chance. */
  private static final double DEVIATIONS = 3;

  private final long lengthNanos;
  private final IntPredicate isShort;

  private SettlingTime(Runs runs, IntPredicate isShort) {
    lengthNanos = runs.scenario().length().toNanos();
    this.isShort = isShort;
  }

  /** By arrival, which is exact where everything can be served. */
  static SettlingTime byArrival(Runs runs, double share) {
    return new SettlingTime(runs, new Goods(runs, false).lessThan(share, 0));
  }

  /**
   * By completion and in work, because under overload the policy and the oracle serve different
   * tasks, and of those that arrive within half a second by chance several percent more or fewer.
   */
  static SettlingTime byCompletion(Runs runs, double share) {
    return new SettlingTime(runs, new Goods(runs, true).lessThan(share, 0));
  }

  /**
   * By arrival and by completion: a window is short if what arrived was lost although the plant was
   * not kept busy with something useful, both by more than a count would be by chance.
   *
   * <p>By arrival alone, who drains what an event has left, and takes no more than fits, would be
   * held against an oracle that drops what is oldest; by completion alone, who has drained it,
   * against an oracle that still drains.
   */
  static SettlingTime beyondChance(Runs runs, double share) {
    return new SettlingTime(
        runs,
        new Goods(runs, false)
            .lessThan(share, DEVIATIONS)
            .and(new Goods(runs, true).lessThan(share, DEVIATIONS)));
  }

  /**
   * How long after {@code fromNanos} the first moment is from which for two seconds no window is
   * short of the oracle's goodput; infinite if there is none.
   */
  double millis(long fromNanos) {
    int steps = (int) (lengthNanos / STEP_NANOS);
    int from = (int) (fromNanos / STEP_NANOS);
    int since = from;
    for (int at = from; at + WINDOW <= steps; at++) {
      if (isShort.test(at)) {
        since = at + 1;
      } else if (at + WINDOW - since >= HELD) {
        return (since - from) * STEP_NANOS / NANOS_PER_MILLI;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** What the policy and the oracle did up to each step. */
  private static final class Goods {
    private final boolean byCompletion;
    private final double unit;
    private final double[] good;
    private final double[] possible;

    Goods(Runs runs, boolean byCompletion) {
      this.byCompletion = byCompletion;
      unit = byCompletion ? runs.scenario().plant().service().mean().toNanos() : 1;
      good = sums(runs, runs.run());
      possible = sums(runs, runs.oracle());
    }

    /** Whether the window from a step on has less than a share of the oracle's goodput. */
    IntPredicate lessThan(double share, double deviations) {
      return at -> {
        double of = possible[at + WINDOW] - possible[at];
        double chance = deviations * Math.sqrt((1 - share) * of * unit);
        return good[at + WINDOW] - good[at] < share * of - chance;
      };
    }

    private double[] sums(Runs runs, Ledger ledger) {
      double[] sums = new double[(int) (runs.scenario().length().toNanos() / STEP_NANOS) + 1];
      for (int index = 0; index < runs.trace().size(); index++) {
        if (ledger.isDone(index)) {
          Task task = runs.trace().task(index);
          long at = byCompletion ? ledger.doneNanos(index) : task.arrivalNanos();
          int step = (int) (at / STEP_NANOS) + 1;
          if (step < sums.length) {
            sums[step] += Runs.weight(task, byCompletion);
          }
        }
      }
      for (int step = 1; step < sums.length; step++) {
        sums[step] += sums[step - 1];
      }
      return sums;
    }
  }
}
