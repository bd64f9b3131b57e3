package dev.spillway.limit;

import dev.spillway.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which slot is held by whom. Slots are taken and given back without a lock while nobody waits; all
 * else is guarded by the limiter's lock.
 */
final class Holdings {
  /** A ticket that holds no slot: nothing is learned from it. */
  static final long UNCOUNTED = -1;

  /** Of the slots that are taken without the lock one in so many is timed; a power of two. */
  private static final int TIMED_ONE_IN = 8;

  /** Work that nobody waited behind is learned from at most this often; more would tell no more. */
  private static final long LEARN_EVERY_NANOS = 20_000;

  private final TimeSource time;
  private final SlotTable slots;

  /** An array, as going through a list allocates. */
  private final Partition[] partitions;

  private final HoldWatch watch;

  /** What finds out how many slots are best; null if that is known. */
  private final @Nullable AdaptiveLimit adaptive;

  /** Nothing begins any more. */
  private boolean closed;

  /** Whether as many waited as may when the slots were told last. */
  private boolean full;

  private final int mostWaiting;

  /** Whether several partitions share the slots, so that each counts its own. */
  private final boolean shared;

  /** Written under the lock. */
  private volatile long learnedNanos;

  /** By slot, written by who takes it. */
  private final @Nullable Partition[] partitionsAtWork;

  /** By slot, guarded by the lock: the request that waited for it; null if none did. */
  private final @Nullable Waiter[] holders;

  Holdings(LimiterBuilder settings, SlotTable slots, List<Partition> partitions) {
    time = settings.scheduler().time();
    this.slots = slots;
    this.partitions = partitions.toArray(new Partition[0]);
    watch = new HoldWatch(slots, settings.longestHoldNanos);
    adaptive = settings.isAdaptive() ? new AdaptiveLimit(settings, slots, time.nanoTime()) : null;
    shared = partitions.size() > 1;
    mostWaiting = settings.mostWaiting;
    partitionsAtWork = new @Nullable Partition[slots.capacity()];
    holders = new @Nullable Waiter[slots.capacity()];
    learnedNanos = time.nanoTime() - LEARN_EVERY_NANOS;
  }

  SlotTable slots() {
    return slots;
  }

  Partition[] partitions() {
    return partitions;
  }

  HoldWatch watch() {
    return watch;
  }

  /** How many may be worked on at once; the first partition may have all. */
  int limit() {
    return partitions[0].capacity().slots();
  }

  /** Takes a slot without waiting; {@link SlotTable#NONE} if none is idle or somebody waits. */
  long tryTake(Partition partition) {
    if (shared && !partition.capacity().credits().tryTake()) {
      return SlotTable.NONE;
    }
    long ticket = slots.tryTake();
    if (ticket == SlotTable.NONE) {
      if (shared) {
        partition.capacity().credits().give();
      }
      return SlotTable.NONE;
    }
    int slot = SlotTable.slotOf(ticket);
    if (shared && partitionsAtWork[slot] != partition) {
      partitionsAtWork[slot] = partition;
    }
    boolean timed = SlotTable.useOf(ticket) % TIMED_ONE_IN == 0;
    slots.startNanos(slot, timed ? time.nanoTime() : SlotTable.UNKNOWN);
    return ticket;
  }

  /**
   * Takes a slot although none is idle, for a mode that lets everything through. The lock is held.
   */
  long takeBeyondLimit(Partition partition) {
    long ticket = takeLocked(partition, slots.capacity());
    return ticket == SlotTable.NONE ? UNCOUNTED : ticket;
  }

  /** Takes a slot if fewer than {@code most} are taken. The lock is held. */
  long takeLocked(Partition partition, int most) {
    long ticket = slots.takeLocked(most);
    if (ticket == SlotTable.NONE) {
      return SlotTable.NONE;
    }
    int slot = SlotTable.slotOf(ticket);
    slots.startNanos(slot, SlotTable.UNKNOWN);
    if (shared) {
      partitionsAtWork[slot] = partition;
      partition.capacity().credits().take();
    }
    return ticket;
  }

  /** Takes a slot to see whether a dependency still hangs, if one is idle. The lock is held. */
  long takeProbe(Partition partition, long nowNanos) {
    long ticket = takeLocked(partition, limit());
    if (ticket != SlotTable.NONE) {
      slots.startNanos(SlotTable.slotOf(ticket), nowNanos);
    }
    return ticket;
  }

  /** The work of a request begins with a slot that was taken for it. */
  void start(Waiter waiter, long ticket, long nowNanos) {
    if (ticket == SlotTable.NONE) {
      waiter.ticket = UNCOUNTED;
      waiter.partition.reclaimed(waiter);
      return;
    }
    int slot = SlotTable.slotOf(ticket);
    slots.startNanos(slot, nowNanos);
    holders[slot] = waiter;
    if (shared) {
      partitionsAtWork[slot] = waiter.partition;
      waiter.partition.capacity().credits().take();
    }
    waiter.ticket = ticket;
  }

  /**
   * Without a lock: gives an ended slot back if nothing can be learned from it and nobody waits.
   */
  boolean tryGive(int slot, Outcome outcome, boolean timedToo) {
    Partition partition = partitionAt(slot);
    boolean timed = slots.startNanos(slot) != SlotTable.UNKNOWN;
    return outcome != Outcome.TIMED_OUT
        && partition.capacity().isCalm()
        && holders[slot] == null
        && (timedToo || !timed)
        && tryGive(partition, slot);
  }

  private boolean tryGive(Partition partition, int slot) {
    if (shared) {
      partition.capacity().credits().give();
    }
    if (slots.tryGive(slot)) {
      return true;
    }
    if (shared) {
      partition.capacity().credits().take();
    }
    return false;
  }

  /** Takes an ended slot back; its work may go on, so nothing is learned from it. */
  void reclaim(int slot, long nowNanos) {
    Partition partition = partitionAt(slot);
    partition.pass(nowNanos);
    partition.reclaimed(giveBack(partition, slot));
    applyCap();
  }

  private @Nullable Waiter giveBack(Partition partition, int slot) {
    Waiter holder = holders[slot];
    holders[slot] = null;
    if (shared) {
      partition.capacity().credits().give();
    }
    slots.giveLocked(slot);
    return holder;
  }

  /** Whether so much was learned a moment ago that one sample less is no loss. */
  boolean learnedLately(long nowNanos) {
    return nowNanos - learnedNanos < LEARN_EVERY_NANOS;
  }

  /** Gives an ended slot back and learns from its work. */
  void settle(int slot, Outcome outcome, long nowNanos) {
    Partition partition = partitionAt(slot);
    partition.pass(nowNanos);
    long startNanos = slots.startNanos(slot);
    Waiter holder = giveBack(partition, slot);
    double tookNanos = startNanos == SlotTable.UNKNOWN ? -1 : nowNanos - startNanos;
    learnedNanos = nowNanos;
    partition.completed(outcome, tookNanos, holder, nowNanos);
    if (adaptive != null && tookNanos >= 0 && outcome != Outcome.IGNORED) {
      if (holder != null) {
        adaptive.given(holder.deadlineNanos - holder.arrivedNanos);
      }
      adaptive.completed(outcome, tookNanos, waitingCount(), nowNanos);
      if (adaptive.limit() != limit()) {
        resizeAll(adaptive.limit());
      }
    }
    applyCap();
  }

  Partition partitionAt(int slot) {
    Partition partition = shared ? partitionsAtWork[slot] : null;
    return partition == null ? partitions[0] : partition;
  }

  /** How long at least every slot of a partition has been held. */
  long youngestNanos(Partition partition, long nowNanos) {
    long youngest = Long.MAX_VALUE;
    int held = 0;
    for (int slot = 0; slot < holders.length; slot++) {
      if (slots.ticketAt(slot) != SlotTable.NONE && partitionAt(slot) == partition) {
        youngest = Math.min(youngest, watch.heldNanos(slot, nowNanos));
        held++;
      }
    }
    return held < partition.capacity().slots() ? 0 : youngest; // others were given back meanwhile
  }

  /** Whether a partition may have a slot that is idle. */
  boolean canStart(Partition partition) {
    return slots.hasIdle() && partition.capacity().hasRoom();
  }

  /** Of all partitions, who gives its place to one of a higher class; null if nobody. */
  @Nullable Waiter leastNeeded(int above) {
    Waiter least = null;
    for (Partition partition : partitions) {
      Waiter own = partition.queue().leastNeeded(least == null ? above : least.rank);
      least = own == null ? least : own;
    }
    return least;
  }

  int waitingCount() {
    int waiting = 0;
    for (Partition partition : partitions) {
      waiting += partition.queue().waiting();
    }
    return waiting;
  }

  /** How many of a class wait. */
  int waiting(int rank) {
    int waiting = 0;
    for (Partition partition : partitions) {
      WaitQueue queue = partition.queue();
      waiting += rank < queue.ranks() ? queue.line(rank).waiting() : 0;
    }
    return waiting;
  }

  /**
   * Lets the slots know whether somebody waits; if as many did as may, and no more, there is room
   * that was refused for the want of it.
   */
  void flagWaiting() {
    int waiting = waitingCount();
    slots.waiting(waiting > 0, full && waiting < mostWaiting);
    full = waiting >= mostWaiting;
  }

  /** From now on nothing begins. */
  void close() {
    closed = true;
    applyCap();
    slots.touch();
  }

  boolean isClosed() {
    return closed;
  }

  /** There are so many slots now. */
  void resize(int allSlots, long nowNanos) {
    if (adaptive != null) {
      adaptive.restart(allSlots, nowNanos);
    }
    resizeAll(allSlots);
    applyCap();
  }

  private void resizeAll(int allSlots) {
    for (Partition partition : partitions) {
      partition.capacity().resize(allSlots);
    }
  }

  /** Lets the slots know what the partitions may have now. */
  void applyCap() {
    if (closed) {
      slots.limit(0);
      return;
    }
    if (!shared) {
      slots.limit(partitions[0].capacity().cap());
      return;
    }
    slots.limit(limit());
    int lendable = 0;
    for (Partition partition : partitions) {
      lendable += partition.capacity().lendable();
    }
    for (Partition partition : partitions) {
      partition.capacity().borrow(lendable);
    }
  }
}
