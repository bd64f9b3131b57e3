package dev.spillway.limit;

import dev.spillway.internal.Stripes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Slots that are taken and given back by compare-and-set, each time with a new generation, so that
 * a ticket counts once. Thread-safe and lock-free.
 *
 * <pre>
 *   state   63        20  19        0
 *           [ changes 43 | taken 20 ]         and the sign bit: somebody waits
 *   ticket  [ generation 44 | slot 20 ]       never 0
 *
 *   generation, modulo 4:  0 free ─► 1 in use ─► 2 ended ─► 0 free
 * </pre>
 *
 * <p>Who was counted as taking finds a slot, as there are a third more than may be taken: the one
 * that was given back last in its stripe, which is still in its processor's cache, or one that is
 * looked for by Fibonacci hashing (D. E. Knuth, 1973) of the changes. While somebody waits only the
 * holder of the limiter's lock takes and gives, so nobody overtakes the queue.
 */
final class SlotTable {
  /** No slot could be taken. */
  static final long NONE = 0;

  /** What {@link #startNanos} tells of work whose beginning nobody looked at. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int SLOT_BITS = 20;
  private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
  private static final int TAKEN_BITS = 20;
  private static final long TAKEN_MASK = (1L << TAKEN_BITS) - 1;
  private static final long CHANGE_ONE = 1L << TAKEN_BITS;
  private static final long CHANGE_MASK = Long.MAX_VALUE & -CHANGE_ONE;
  private static final long WAITING = Long.MIN_VALUE;

  private static final long GENERATION_MASK = -1L >>> SLOT_BITS;
  private static final int PHASES = 4;
  private static final int FREE = 0;
  private static final int IN_USE = 1;

  private static final int LEAST_SLOTS = 8;
  private static final int STRIPES = 16;

  /** 2 to the power of 64, divided by the golden ratio: its multiples are spread evenly. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Where the state lies, far from what all read and nobody writes. */
  private static final int STATE_AT = Stripes.STRIDE;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** The state is the only word of them in use. */
  private final long[] states = new long[2 * STATE_AT];

  private final int capacity;
  private volatile int limit;

  /** By stripe, the slot that was given back last: a guess, so races do no harm. */
  private final long[] lastGiven = new long[(STRIPES + 1) * Stripes.STRIDE];

  private final long[] generations;

  /** Written by who takes the slot. */
  private final long[] startNanos;

  /** Up to {@code capacity} may be taken, {@code limit} of them without a lock. */
  SlotTable(int capacity, int limit) {
    this.capacity = capacity;
    this.limit = limit;
    int least = Math.max(LEAST_SLOTS, capacity + capacity / 3);
    int slots = Integer.highestOneBit(2 * least - 1);
    generations = new long[slots];
    startNanos = new long[slots];
  }

  /** How many may be taken at once. */
  int capacity() {
    return capacity;
  }

  /** How many there are, a power of two. */
  int slots() {
    return generations.length;
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

  /** Changes whenever a slot is taken or given back, and with each {@link #touch}. */
  long state() {
    return (long) LONGS.getVolatile(states, STATE_AT);
  }

  /** Changes the state although no slot moved, so that what was concluded from it is forgotten. */
  void touch() {
    while (true) {
      long seen = state();
      if (LONGS.compareAndSet(states, STATE_AT, seen, touched(seen))) {
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
    long next = (seen & WAITING) | ((seen + CHANGE_ONE) & CHANGE_MASK) | (takenOf(seen) + 1L);
    if (!LONGS.compareAndSet(states, STATE_AT, seen, next)) {
      return NONE;
    }
    long ticket = tryClaim((int) lastGiven[stripe()]);
    return ticket == NONE ? search(seen >>> TAKEN_BITS) : ticket;
  }

  private long search(long first) {
    int shift = Long.numberOfLeadingZeros(generations.length) + 1;
    for (long at = first; ; at++) {
      long ticket = tryClaim((int) ((at * GOLDEN) >>> shift));
      if (ticket != NONE) {
        return ticket;
      }
    }
  }

  private long tryClaim(int slot) {
    long seen = (long) LONGS.getAcquire(generations, slot);
    boolean claimed =
        seen % PHASES == FREE && LONGS.compareAndSet(generations, slot, seen, seen + 1);
    return claimed ? ((seen + 1) << SLOT_BITS) | slot : NONE;
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
        && generation % PHASES == IN_USE
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
    long next = (seen & WAITING) | ((seen + CHANGE_ONE) & CHANGE_MASK) | (takenOf(seen) - 1L);
    if (!LONGS.compareAndSet(states, STATE_AT, seen, next)) {
      return false;
    }
    LONGS.setRelease(generations, slot, (generations[slot] + 2) & GENERATION_MASK);
    int stripe = stripe();
    if (lastGiven[stripe] != slot) {
      lastGiven[stripe] = slot;
    }
    return true;
  }

  private static int stripe() {
    return (Stripes.ofThread(STRIPES) + 1) * Stripes.STRIDE;
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
      if (seen == next || LONGS.compareAndSet(states, STATE_AT, seen, next)) {
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
    return generation % PHASES == IN_USE ? (generation << SLOT_BITS) | slot : NONE;
  }

  /** How often the ticket's slot had been used before. */
  static long useOf(long ticket) {
    return (ticket >>> SLOT_BITS) / PHASES;
  }

  static int slotOf(long ticket) {
    return (int) (ticket & SLOT_MASK);
  }

  private static int takenOf(long state) {
    return (int) (state & TAKEN_MASK);
  }
}
