package dev.spillway.limit;

import dev.spillway.internal.Stripes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Slots that are taken and given back by compare-and-set, each time with a new generation, so that
 * a ticket counts once. Thread-safe and lock-free.
 *
 * <pre>
 *   state   63        40  39      20  19        0
 *           [ changes  24 | taken 20 |  free 20  ]   and the sign bit: somebody waits
 *   ticket  [ generation 43          |  slot 20  ]   never 0
 * </pre>
 *
 * <p>Free slots form a stack (R. K. Treiber, 1986); the count of changes keeps a slot that was
 * taken and given back meanwhile from being taken for the same state. While somebody waits only the
 * holder of the limiter's lock takes and gives, so nobody overtakes the queue.
 */
final class SlotTable extends SlotState {
  /** No slot could be taken. */
  static final long NONE = 0;

  /** As many slots as one table can have. */
  static final int MOST_SLOTS = (1 << 20) - 2;

  /** What {@link #startNanos} tells of work whose beginning nobody looked at. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int SLOT_BITS = 20;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final long CHANGE_ONE = 1L << (2 * SLOT_BITS);
  private static final long CHANGE_MASK = Long.MAX_VALUE & -CHANGE_ONE;
  private static final long WAITING = Long.MIN_VALUE;
  private static final int END = (int) SLOT_MASK;

  /** Slots that are given out one after the other are so far apart, in different cache lines. */
  private static final int STRIDE = Stripes.STRIDE;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private volatile int limit;

  /** The free slot below each free slot; what is read here is valid once a change succeeds. */
  private final int[] below;

  /** Odd while the slot is taken. */
  private final long[] generations;

  /** Written by who takes the slot. */
  private final long[] startNanos;

  SlotTable(int capacity, int limit) {
    below = new int[capacity];
    generations = new long[capacity];
    startNanos = new long[capacity];
    for (int slot = 0; slot < capacity; slot++) {
      below[slot] = slot + STRIDE < capacity ? slot + STRIDE : nextRow(slot, capacity);
    }
    this.limit = limit;
  }

  private static int nextRow(int slot, int capacity) {
    int next = slot % STRIDE + 1;
    return next < Math.min(STRIDE, capacity) ? next : END;
  }

  int capacity() {
    return below.length;
  }

  int limit() {
    return limit;
  }

  /** At most the capacity. What is taken beyond a lower limit stays taken. */
  void limit(int limit) {
    this.limit = limit;
  }

  int taken() {
    return takenOf(state());
  }

  /** Whether a slot is idle, also if it is kept for who waits. */
  boolean hasIdle() {
    return hasIdle(state());
  }

  boolean hasIdle(long state) {
    return takenOf(state) < limit;
  }

  /** Changes the state although no slot moved, so that what was concluded from it is forgotten. */
  void touch() {
    while (true) {
      long seen = state();
      if (changeState(seen, touched(seen))) {
        return;
      }
    }
  }

  private static long touched(long seen) {
    return (seen & ~CHANGE_MASK) | ((seen + CHANGE_ONE) & CHANGE_MASK);
  }

  /** Takes a slot unless somebody waits; a ticket, or {@link #NONE}. */
  long tryTake() {
    while (true) {
      long seen = state();
      if (seen < 0 || takenOf(seen) >= limit) {
        return NONE;
      }
      long ticket = take(seen);
      if (ticket != NONE) {
        return ticket;
      }
    }
  }

  /**
   * Takes a slot although somebody waits, if fewer than {@code most} are taken. The caller holds
   * the limiter's lock.
   */
  long takeLocked(int most) {
    while (true) {
      long seen = state();
      if (takenOf(seen) >= most) {
        return NONE;
      }
      long ticket = take(seen);
      if (ticket != NONE) {
        return ticket;
      }
    }
  }

  private long take(long seen) {
    int slot = (int) (seen & SLOT_MASK);
    if (slot == END) {
      return NONE;
    }
    long next =
        (seen & WAITING)
            | ((seen + CHANGE_ONE) & CHANGE_MASK)
            | ((takenOf(seen) + 1L) << SLOT_BITS)
            | below[slot];
    if (!changeState(seen, next)) {
      return NONE;
    }
    long generation = generations[slot] + 1;
    LONGS.setRelease(generations, slot, generation);
    return (generation << SLOT_BITS) | slot;
  }

  /**
   * Ends the use of a slot, which the caller then gives back.
   *
   * @return false if {@code ticket} is not in use, because its work was completed or reclaimed
   */
  boolean end(long ticket) {
    int slot = slotOf(ticket);
    long generation = ticket >>> SLOT_BITS;
    return slot < generations.length
        && (generation & 1) == 1
        && generations[slot] == generation // a look costs less than a try in vain
        && LONGS.compareAndSet(generations, slot, generation, generation + 1);
  }

  /** Gives an ended slot back unless somebody waits. */
  boolean tryGive(int slot) {
    while (true) {
      long seen = state();
      if (seen < 0) {
        return false;
      }
      if (give(seen, slot)) {
        return true;
      }
    }
  }

  /** Gives an ended slot back. The caller holds the limiter's lock and serves who waits. */
  void giveLocked(int slot) {
    while (!give(state(), slot)) {
      Thread.onSpinWait();
    }
  }

  private boolean give(long seen, int slot) {
    int top = (int) (seen & SLOT_MASK);
    if (below[slot] != top) { // a write in vain takes the cache line from who reads it
      below[slot] = top;
    }
    long next =
        (seen & WAITING)
            | ((seen + CHANGE_ONE) & CHANGE_MASK)
            | ((takenOf(seen) - 1L) << SLOT_BITS)
            | slot;
    return changeState(seen, next);
  }

  /**
   * Tells whether somebody waits and, if {@code touched}, changes the state in any case. The caller
   * holds the limiter's lock.
   */
  void waiting(boolean waiting, boolean touched) {
    while (true) {
      long seen = state();
      long changed = touched ? touched(seen) : seen;
      long next = waiting ? changed | WAITING : changed & ~WAITING;
      if (seen == next || changeState(seen, next)) {
        return;
      }
    }
  }

  boolean isWaiting() {
    return isWaiting(state());
  }

  static boolean isWaiting(long state) {
    return state < 0;
  }

  void startNanos(int slot, long nowNanos) {
    if (startNanos[slot] != nowNanos) { // mostly UNKNOWN, as before
      startNanos[slot] = nowNanos;
    }
  }

  long startNanos(int slot) {
    return startNanos[slot];
  }

  /** The ticket of the work that holds a slot now, or {@link #NONE}. */
  long ticketAt(int slot) {
    long generation = (long) LONGS.getAcquire(generations, slot);
    return (generation & 1) == 0 ? NONE : (generation << SLOT_BITS) | slot;
  }

  /** How often the ticket's slot had been used before. */
  static long useOf(long ticket) {
    return ticket >>> (SLOT_BITS + 1);
  }

  static int slotOf(long ticket) {
    return (int) (ticket & SLOT_MASK);
  }

  private static int takenOf(long state) {
    return (int) ((state >>> SLOT_BITS) & SLOT_MASK);
  }
}
