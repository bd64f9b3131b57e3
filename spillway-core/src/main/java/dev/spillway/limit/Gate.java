package dev.spillway.limit;

import dev.spillway.Explanation;
import dev.spillway.Mode;
import dev.spillway.Reason;
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
  private final Teller teller;
  private long lastNanos;
  private volatile Mode mode;

  Gate(LimiterBuilder settings, Shares shares, LimiterCounts counts) {
    name = settings.name;
    time = settings.scheduler().time();
    slots = shares.slots();
    told = shares.told();
    teller = new Teller(name, time, this, counts);
    lastNanos = time.nanoTime();
    this.counts = counts;
    mostWaiting = settings.mostWaiting;
    holdings = new Holdings(settings, slots, shares.partitions());
    entrance = new Entrance(holdings, told, counts, mostWaiting);
    mode = settings.mode;
  }

  Mode mode() {
    return mode;
  }

  Teller teller() {
    return teller;
  }

  /** Takes a slot without waiting; {@link SlotTable#NONE} if none is idle or somebody waits. */
  long tryTake(Partition partition) {
    return mode == Mode.OFF ? Holdings.UNCOUNTED : holdings.tryTake(partition);
  }

  /**
   * Takes a slot that those without a lock cannot have: for a probe, if what the partition needs
   * hangs and one is due, or an idle one for which only others' requests wait.
   */
  long tryTakeLocked(Partition partition) {
    boolean othersWait = slots.isWaiting() && holdings.canStart(partition);
    if (partition.capacity().isCalm() && !othersWait) {
      return SlotTable.NONE;
    }
    long readNanos = time.nanoTime();
    lock.lock();
    try {
      long nowNanos = inOrder(readNanos);
      entrance.serve(nowNanos); // who was passed over, because a try in vain looked like a holder
      if (partition.capacity().isSuspect() && !holdings.isClosed()) {
        boolean due = slots.taken() < holdings.limit() && partition.capacity().tryProbe(nowNanos);
        return due ? holdings.takeProbe(partition, nowNanos) : SlotTable.NONE;
      }
      boolean next = partition.queue().waiting() == 0 && holdings.canStart(partition);
      return next ? holdings.takeLocked(partition, slots.limit()) : SlotTable.NONE;
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
  @Nullable OverloadException refusedBefore(Request request, Partition partition, long timeNanos) {
    long state = slots.state();
    if (SlotTable.isWaiting(state) && slots.hasIdle(state) && holdings.canStart(partition)) {
      return null; // a try in vain may look like a holder; who was passed over must be served
    }
    OverloadException refusal =
        request.isLikeOthers() ? partition.shares().refusedBefore(request, state, timeNanos) : null;
    return refusal != null && mode == Mode.ENFORCE ? refusal : null;
  }

  /** Decides about a request that found no idle slot, at once or later. */
  Acquisition enter(Waiter waiter) {
    lock.lock();
    try {
      entrance.decide(waiter, mode, inOrder(waiter.arrivedNanos));
      return waiter.isDecided() ? Acquisition.DECIDED : new Acquisition(this, waiter);
    } finally {
      unlock();
    }
  }

  /** Takes a request back that waits; false if it does not. */
  boolean abandon(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.line == null) {
        return false;
      }
      waiter.partition.queue().remove(waiter);
      counts.abandoned(waiter.request.priority());
      holdings.flagWaiting();
      return true;
    } finally {
      unlock();
    }
  }

  /** Decides about a request and waits for the answer. */
  void enterAndWait(Waiter waiter) throws InterruptedException {
    if (enter(waiter) == Acquisition.DECIDED) {
      return;
    }
    lock.lock();
    try {
      while (!waiter.isDecided()) {
        long nowNanos = inOrder(time.nanoTime());
        if (waiter.deadlineNanos - nowNanos <= 0) {
          waiter.partition.refuse(waiter, Reason.DEADLINE_PASSED, nowNanos);
          holdings.flagWaiting();
        } else {
          time.await(waiter.conditionOf(), waiter.deadlineNanos - nowNanos);
        }
      }
    } finally {
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
    long readNanos = time.nanoTime();
    if (holdings.learnedLately(readNanos) || !lock.tryLock()) {
      if (holdings.tryGive(slot, outcome, true)) {
        return true; // one sample less
      }
      lock.lock();
    }
    try {
      long nowNanos = inOrder(readNanos);
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
  void tick(long readNanos) {
    lock.lock();
    try {
      long nowNanos = inOrder(readNanos);
      for (Partition partition : holdings.partitions()) {
        partition.pass(nowNanos);
        partition.dropLate(nowNanos);
      }
      for (long ticket : holdings.watch().look(nowNanos)) {
        reclaim(ticket, nowNanos);
      }
      for (Partition partition : holdings.partitions()) {
        if (partition.capacity().isFull()) {
          partition.capacity().stalled(nowNanos, holdings.youngestNanos(partition, nowNanos));
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
      counts.reclaimed();
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
    long readNanos = time.nanoTime();
    lock.lock();
    try {
      this.mode = mode;
      if (mode != Mode.ENFORCE) {
        entrance.release(inOrder(readNanos));
      }
    } finally {
      unlock();
    }
  }

  /** From now on there are so many slots; what is in flight beyond them goes on. */
  void resize(int allSlots) {
    LimiterBuilder.checkSlots(allSlots, slots.capacity());
    long readNanos = time.nanoTime();
    lock.lock();
    try {
      long nowNanos = inOrder(readNanos);
      holdings.resize(allSlots, nowNanos);
      entrance.serve(nowNanos);
    } finally {
      unlock();
    }
  }

  /** Refuses who waits and, from now on, who would have to. */
  void close() {
    long readNanos = time.nanoTime();
    lock.lock();
    try {
      holdings.close();
      entrance.refuseAll(Reason.STOPPING, inOrder(readNanos));
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

  /**
   * The time that the decisions go by: what was read before the lock was taken may lie before what
   * its last holder saw.
   */
  private long inOrder(long nowNanos) {
    if (nowNanos - lastNanos > 0) {
      lastNanos = nowNanos;
    }
    return lastNanos;
  }

  /** Tells those whose fate was decided, once the lock is released. */
  private void unlock() {
    Waiter first = told.takeAll();
    lock.unlock();
    if (first != null) {
      teller.tell(first);
    }
  }
}
