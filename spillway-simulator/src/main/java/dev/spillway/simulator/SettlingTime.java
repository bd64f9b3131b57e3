package dev.spillway.simulator;

import java.time.Duration;

/** How long it takes until goodput is, and stays, what it should be. Stateless. */
final class SettlingTime {
  private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();
  private static final long HELD_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();
  private static final double NANOS_PER_MILLI = 1e6;

  private final Runs runs;
  private final double share;
  private final boolean byCompletion;

  private SettlingTime(Runs runs, double share, boolean byCompletion) {
    this.runs = runs;
    this.share = share;
    this.byCompletion = byCompletion;
  }

  /** By arrival, which is exact where everything can be served. */
  static SettlingTime byArrival(Runs runs, double share) {
    return new SettlingTime(runs, share, false);
  }

  /**
   * By completion and in work, because under overload the policy and the oracle serve different
   * tasks, and of those that arrive within half a second by chance several percent more or fewer.
   */
  static SettlingTime byCompletion(Runs runs, double share) {
    return new SettlingTime(runs, share, true);
  }

  /**
   * How long after {@code fromNanos} the first moment is from which for two seconds every window
   * has the share of the oracle's goodput; infinite if there is none.
   */
  double millis(long fromNanos) {
    double[] good = sums(runs.run());
    double[] possible = sums(runs.oracle());
    int window = (int) (WINDOW_NANOS / STEP_NANOS);
    int held = (int) (HELD_NANOS / STEP_NANOS);
    int from = (int) (fromNanos / STEP_NANOS);
    int since = from;
    for (int at = from; at + window < good.length; at++) {
      if (good[at + window] - good[at] < share * (possible[at + window] - possible[at])) {
        since = at + 1;
      } else if (at + window - since >= held) {
        return (since - from) * STEP_NANOS / NANOS_PER_MILLI;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Goodput up to each step. */
  private double[] sums(Ledger ledger) {
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
