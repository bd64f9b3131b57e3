package dev.spillway.benchmarks.overload;

import dev.spillway.Priority;
import dev.spillway.queue.Account;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import java.util.ArrayList;
import java.util.List;

/** What must hold of a run, whatever its strategy is. */
final class Checks {
  /** Beside the queue: classes, the log's buffers, producers' samples and batches in delivery. */
  private static final long OTHER_HEAP_BYTES = 32L << 20;

  private final List<String> failures = new ArrayList<>();

  private void check(boolean holds, String failure) {
    if (!holds) {
      failures.add(failure);
    }
  }

  Checks bounded(Outcome.Peaks peaks, Plan.Sizes sizes) {
    atMost("memory in bytes", peaks.memoryBytes(), sizes.memoryBytes());
    atMost("disk in bytes", peaks.diskBytes(), sizes.diskBytes());
    atMost("live heap in bytes", peaks.liveHeapBytes(), sizes.memoryBytes() + OTHER_HEAP_BYTES);
    return this;
  }

  private void atMost(String what, long seen, long bound) {
    check(seen <= bound, what + " must be at most " + bound + ": seen=" + seen);
  }

  Checks empty(long held) {
    check(held == 0, "queue must be empty when the load is over: held=" + held);
    return this;
  }

  /** The queue's accounts beside what producers were answered and the sink took. */
  Checks exact(QueueFigures figures, Tally tally, CountingSink sink) {
    equal("unanswered offers", tally.unanswered(), 0);
    for (LaneFigures lane : figures.lanes().values()) {
      Account account = lane.account();
      Priority priority = lane.priority();
      String of = " of " + priority.token();
      check(
          account.imbalance() == 0,
          "imbalance" + of + " must be 0: imbalance=" + account.imbalance() + " " + account);
      equal("offered" + of, account.offered(), tally.offered(priority));
      long accepted = tally.offered(priority) - account.refusedTotal();
      equal("accepted" + of, tally.accepted(priority), accepted);
      equal("delivered" + of, account.delivered(), sink.taken(priority));
      equal("redelivered" + of, account.redelivered(), 0);
      equal("expired or dead" + of, account.expired() + account.deadLettered(), 0);
    }
    return this;
  }

  /** Critical is half of what the sink takes, so memory or disk always has room for it. */
  Checks criticalWhole(Account critical) {
    equal("refused of critical", critical.refusedTotal(), 0);
    equal("displaced of critical", critical.displaced(), 0);
    equal(
        "delivered or held of critical",
        critical.delivered() + critical.held(),
        critical.offered());
    return this;
  }

  Checks overloaded(double offeredPerSecond, Plan plan) {
    double least = 0.5 * plan.offeredPerSecond();
    check(
        offeredPerSecond >= least,
        "offered/s must be at least half of what is planned, or nothing is shown: offered/s="
            + Math.round(offeredPerSecond)
            + " planned="
            + plan.offeredPerSecond());
    return this;
  }

  private void equal(String what, long seen, long expected) {
    check(seen == expected, what + " must be " + expected + ": seen=" + seen);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }
}
