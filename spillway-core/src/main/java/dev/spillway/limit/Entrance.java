package dev.spillway.limit;

import dev.spillway.Mode;
import dev.spillway.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decides who begins, who waits and who must not, as the mode says. Guarded by the limiter's lock.
 */
final class Entrance {
  private static final int TIDIED_BY_ARRIVAL = 2;

  private final Holdings holdings;
  private final SlotTable slots;
  private final Told told;
  private final LimiterCounts counts;
  private final int mostWaiting;

  /** Where the partition stood that had the last turn. */
  private double turnNanos;

  Entrance(Holdings holdings, Told told, LimiterCounts counts, int mostWaiting) {
    this.holdings = holdings;
    slots = holdings.slots();
    this.told = told;
    this.counts = counts;
    this.mostWaiting = mostWaiting;
  }

  /** Decides about one that has come, at once or by letting it wait. */
  void decide(Waiter waiter, Mode mode, long nowNanos) {
    Partition partition = waiter.partition;
    partition.pass(nowNanos);
    partition.tidy(nowNanos, TIDIED_BY_ARRIVAL);
    holdings.flagWaiting();
    partition.arrived(waiter, nowNanos);
    if (partition.queue().waiting() == 0) {
      partition.comesBack(turnNanos);
    }
    holdings.applyCap();
    if (mode != Mode.ENFORCE) {
      letThrough(waiter, mode, nowNanos);
    } else {
      admit(waiter, nowNanos);
    }
    holdings.flagWaiting();
    serve(nowNanos);
    waiter.waited = !waiter.isDecided();
  }

  private void admit(Waiter waiter, long nowNanos) {
    Partition partition = waiter.partition;
    long state = slots.state(); // of before: a slot that is given back meanwhile must be seen
    if (holdings.isClosed()) {
      refuse(waiter, Reason.STOPPING, nowNanos, state);
    } else if (partition.capacity().isSuspect()) {
      probe(waiter, nowNanos, state);
    } else if (partition.queue().waiting() == 0 && holdings.canStart(partition)) {
      partition.enqueue(waiter);
    } else {
      Reason reason = partition.assess(waiter, nowNanos);
      if (reason == null && !hasRoom(waiter, nowNanos)) {
        reason = Reason.QUEUE_FULL;
      }
      if (reason == null) {
        partition.admit(waiter, nowNanos);
      } else if (!partition.exchange(waiter, nowNanos)) {
        refuse(waiter, reason, nowNanos, state);
      }
    }
  }

  /**
   * Says no, and remembers it for as long as the slots are in a state: for those of the tenant who
   * had no more time or, if the reason is not in who asks, for everybody.
   */
  private void refuse(Waiter waiter, Reason reason, long nowNanos, long state) {
    Partition partition = waiter.partition;
    OverloadException refusal = partition.refuseAtDoor(reason, nowNanos);
    told.refused(waiter, refusal);
    if (!waiter.request.isLikeOthers() || !partition.queue().isStrict()) {
      return;
    }
    if (isForAll(reason, waiter)) {
      RefusalMemory all = partition.shares().refusals();
      all.remember(state, waiter.rank, RefusalMemory.WHATEVER_TIME, refusal);
    } else {
      // not what is left of it: who comes next has to wait for the lock, too
      long timeNanos = waiter.deadlineNanos - waiter.arrivedNanos;
      partition.shareOf(waiter).remember(state, waiter.rank, timeNanos, refusal);
    }
  }

  /** Whether a class, and those below it, are refused whoever asks and however long it can wait. */
  private static boolean isForAll(Reason reason, Waiter waiter) {
    return reason == Reason.STOPPING
        || (reason == Reason.QUEUE_FULL && !waiter.partition.mayExchange(waiter.rank));
  }

  /** Whatever was decided, the work may begin; what would have been done is counted. */
  private void letThrough(Waiter waiter, Mode mode, long nowNanos) {
    Partition partition = waiter.partition;
    if (mode == Mode.MONITOR && partition.wouldRefuse(waiter, nowNanos)) {
      counts.wouldHaveRefused(waiter.request.priority());
    }
    start(waiter, slots.takeLocked(slots.capacity()), nowNanos);
  }

  private void probe(Waiter waiter, long nowNanos, long state) {
    boolean due =
        slots.taken() < holdings.limit() && waiter.partition.capacity().tryProbe(nowNanos);
    long ticket = due ? slots.takeLocked(holdings.limit()) : SlotTable.NONE;
    if (ticket == SlotTable.NONE) {
      refuse(waiter, Reason.CIRCUIT_OPEN, nowNanos, state);
    } else {
      start(waiter, ticket, nowNanos);
    }
  }

  /** Whether one more may wait, if need be in the place of one of a lower class. */
  private boolean hasRoom(Waiter waiter, long nowNanos) {
    if (holdings.waitingCount() < mostWaiting) {
      return true;
    }
    Waiter least = holdings.leastNeeded(waiter.rank);
    if (least == null) {
      return false;
    }
    least.partition.refuse(least, Reason.DISPLACED, nowNanos);
    return true;
  }

  /** Gives idle slots to those who wait. */
  void serve(long nowNanos) {
    while (slots.hasIdle()) {
      Waiter next = next(nowNanos);
      if (next == null) {
        break;
      }
      next.partition.start(next);
      start(next, slots.takeLocked(slots.limit()), nowNanos);
    }
    holdings.flagWaiting();
  }

  /**
   * Of all partitions the class whose turn it is, of it that of the partition whose tenants had
   * least: a tenant that keeps one queue long must not take the slots from those of the others.
   */
  private @Nullable Waiter next(long nowNanos) {
    Waiter best = null;
    for (Partition partition : holdings.partitions()) {
      if (partition.queue().waiting() > 0 && holdings.canStart(partition)) {
        Waiter next = partition.next(nowNanos);
        if (next != null && (best == null || goesBefore(next, best))) {
          best = next;
        }
      }
    }
    if (best != null) {
      turnNanos = Math.max(turnNanos, best.partition.turnNanos());
    }
    return best;
  }

  private static boolean goesBefore(Waiter one, Waiter other) {
    return one.rank == other.rank
        ? one.partition.turnNanos() < other.partition.turnNanos()
        : one.partition.queue().classGoesBefore(one.rank, other.rank);
  }

  /** Says no to everybody who waits. */
  void refuseAll(Reason reason, long nowNanos) {
    for (Partition partition : holdings.partitions()) {
      Waiter next = partition.queue().next(partition.capacity().meanNanos());
      while (next != null) {
        partition.refuse(next, reason, nowNanos);
        next = partition.queue().next(partition.capacity().meanNanos());
      }
    }
    holdings.flagWaiting();
  }

  /** Lets everybody through who waits. */
  void release(long nowNanos) {
    for (Partition partition : holdings.partitions()) {
      Waiter next = partition.queue().next(partition.capacity().meanNanos());
      while (next != null) {
        partition.start(next);
        start(next, slots.takeLocked(slots.capacity()), nowNanos);
        next = partition.queue().next(partition.capacity().meanNanos());
      }
    }
    holdings.flagWaiting();
  }

  private void start(Waiter waiter, long ticket, long nowNanos) {
    holdings.start(waiter, ticket, nowNanos);
    counts.waits.started(waiter, nowNanos);
    told.admitted(waiter);
  }
}
