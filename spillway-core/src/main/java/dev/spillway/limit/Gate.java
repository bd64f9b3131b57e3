package dev.spillway.limit;

import dev.spillway.Explanation;
import dev.spillway.Mode;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives slots to requests and takes them back. Thread-safe.
 *
 * <p>An idle slot for which nobody waits is taken and given back without a lock. Everything else
 * happens under the lock; callbacks are called after it is released.
 */
final class Gate {
  private static final Logger LOGGER = System.getLogger(Gate.class.getName());

  private final String name;
  private final TimeSource time;
  private final SlotTable slots;
  private final Holdings holdings;
  private final Entrance entrance;
  private final LimiterCounts counts;
  private final int mostWaiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Told told;
  private volatile Mode mode;

  Gate(LimiterBuilder settings, Shares shares, LimiterCounts counts) {
    name = settings.name;
    time = settings.scheduler().time();
    slots = shares.slots();
    told = shares.told();
    this.counts = counts;
    mostWaiting = settings.mostWaiting;
    holdings = new Holdings(settings, slots, shares.partitions());
    entrance = new Entrance(holdings, told, counts, mostWaiting);
    mode = settings.mode;
  }

  Mode mode() {
    return mode;
  }

  /** Takes a slot without waiting; {@link SlotTable#NONE} if none is idle or somebody waits. */
  long tryTake(Partition partition) {
    return holdings.tryTake(partition);
  }

  /** Takes a slot for a probe, if what the partition needs hangs and one is due. */
  long tryProbe(Partition partition) {
    if (partition.isCalm()) {
      return SlotTable.NONE;
    }
    long nowNanos = time.nanoTime();
    lock.lock();
    try {
      boolean due = slots.taken() < holdings.limit() && partition.tryProbe(nowNanos);
      return due ? holdings.takeBeyondLimit(partition) : SlotTable.NONE;
    } finally {
      unlock();
    }
  }

  /** Takes a slot although none is idle, for a mode that lets everything through. */
  long takeBeyondLimit(Partition partition) {
    lock.lock();
    try {
      return holdings.takeBeyondLimit(partition);
    } finally {
      unlock();
    }
  }

  /** Without a lock: the answer to a request that is like one just refused; null if none is. */
  @Nullable Refused refusedBefore(Request request, Partition partition, long timeNanos) {
    TenantShare share = partition.shares().known(request.tenant());
    if (share == null || request.isContinuing() || mode != Mode.ENFORCE) {
      return null;
    }
    int rank = partition.queue().rankOf(request.priority());
    return share.refusedBefore(slots.state(), rank, timeNanos);
  }

  /** Decides about a request that found no idle slot, at once or later. */
  void enter(Waiter waiter, long nowNanos) {
    lock.lock();
    try {
      entrance.decide(waiter, mode, nowNanos);
    } finally {
      unlock();
    }
  }

  /** Decides about a request and waits for the answer. */
  void enterAndWait(Waiter waiter, long nowNanos) throws InterruptedException {
    lock.lock();
    try {
      entrance.decide(waiter, mode, nowNanos);
      while (!waiter.isDecided()) {
        long leftNanos = waiter.deadlineNanos - time.nanoTime();
        if (leftNanos <= 0) {
          waiter.partition.refuse(waiter, Reason.DEADLINE_PASSED, time.nanoTime());
        } else {
          time.await(waiter.conditionOf(), leftNanos);
        }
      }
    } catch (InterruptedException e) {
      if (!waiter.isDecided()) {
        waiter.partition.queue().remove(waiter);
      }
      throw e;
    } finally {
      holdings.flagWaiting();
      unlock();
    }
  }

  /** A new condition for one thread to wait on. */
  Condition newCondition() {
    return lock.newCondition();
  }

  /** Gives the slot of a ticket back; false if that was done before. */
  boolean complete(long ticket, Outcome outcome) {
    if (ticket == Holdings.UNCOUNTED) {
      return true;
    }
    if (!slots.end(ticket)) {
      return false;
    }
    int slot = SlotTable.slotOf(ticket);
    if (holdings.tryGive(slot, outcome, false)) {
      return true;
    }
    long nowNanos = time.nanoTime();
    if (!lock.tryLock()) {
      if (holdings.tryGive(slot, outcome, true)) {
        return true; // one sample less
      }
      lock.lock();
    }
    try {
      Partition partition = holdings.partitionAt(slot);
      holdings.settle(slot, outcome, nowNanos);
      entrance.serve(nowNanos);
      if (partition.queue().waiting() == 0 && holdings.canStart(partition)) {
        partition.idle(nowNanos);
      }
    } finally {
      unlock();
    }
    return true;
  }

  /** Drops who waits in vain, reclaims what is held for too long, and serves who waits. */
  void tick(long nowNanos) {
    lock.lock();
    try {
      for (Partition partition : holdings.partitions()) {
        partition.pass(nowNanos);
        partition.dropLate(nowNanos);
      }
      for (long ticket : holdings.watch().look(nowNanos)) {
        reclaim(ticket, nowNanos);
      }
      for (Partition partition : holdings.partitions()) {
        if (partition.taken() >= partition.slots()) {
          partition.stalled(nowNanos, holdings.youngestNanos(partition, nowNanos));
        }
      }
      holdings.applyCap();
      entrance.serve(nowNanos);
      slots.touch();
    } finally {
      unlock();
    }
  }

  private void reclaim(long ticket, long nowNanos) {
    if (slots.end(ticket)) {
      int slot = SlotTable.slotOf(ticket);
      counts.reclaimed.increment();
      LOGGER.log(
          Level.WARNING,
          "event=permit-reclaimed limiter={0} partition={1} held-longer-than-ms={2}",
          name,
          holdings.partitionAt(slot).name(),
          holdings.watch().longestMillis());
      holdings.reclaim(slot, nowNanos);
    }
  }

  /** Changes how far the limiter goes; who waits is let through unless it still enforces. */
  void mode(Mode mode) {
    long nowNanos = time.nanoTime();
    lock.lock();
    try {
      this.mode = mode;
      if (mode != Mode.ENFORCE) {
        entrance.release(nowNanos);
      }
    } finally {
      unlock();
    }
  }

  /** From now on there are so many slots; what is in flight beyond them goes on. */
  void resize(int allSlots) {
    LimiterBuilder.checkSlots(allSlots, slots.capacity());
    long nowNanos = time.nanoTime();
    lock.lock();
    try {
      slots.limit(allSlots);
      for (Partition partition : holdings.partitions()) {
        partition.resize(allSlots);
      }
      holdings.applyCap();
      entrance.serve(nowNanos);
    } finally {
      unlock();
    }
  }

  LimiterSnapshot figures() {
    lock.lock();
    try {
      return LimiterSnapshot.of(name, mode, holdings, counts);
    } finally {
      unlock();
    }
  }

  /** What a request would meet now. */
  Explanation explain(Waiter waiter) {
    lock.lock();
    try {
      return new LimitExplainer(waiter, mode, mostWaiting).explain(waiter.arrivedNanos, holdings);
    } finally {
      unlock();
    }
  }

  private void unlock() {
    Waiter first = told.takeAll();
    lock.unlock();
    while (first != null) {
      Waiter next = first.behind;
      first.behind = null;
      tell(first);
      first = next;
    }
  }

  private void tell(Waiter waiter) {
    if (waiter.callback == null) {
      return;
    }
    if (waiter.refusal == null) {
      tellAdmitted(waiter.callback, waiter.request, waiter.ticket);
    } else {
      tellRefused(waiter.callback, waiter.request, waiter.refusal);
    }
  }

  /** Counts and tells an admission; whoever throws on hearing of it does not keep the slot. */
  void tellAdmitted(AcquireCallback callback, Request request, long ticket) {
    counts.admitted(request.priority());
    try {
      callback.admitted(new Permit(this, ticket));
    } catch (Throwable e) { // also what other languages throw unannounced
      LOGGER.log(Level.ERROR, "event=acquire-callback-failed limiter=" + name, e);
      complete(ticket, Outcome.IGNORED);
    }
  }

  /** Counts and tells a refusal. */
  void tellRefused(AcquireCallback callback, Request request, Refused refusal) {
    counts.refused(request.priority(), refusal.reason());
    try {
      callback.refused(refusal);
    } catch (Throwable e) { // the others must still be told
      LOGGER.log(Level.ERROR, "event=acquire-callback-failed limiter=" + name, e);
    }
  }
}
