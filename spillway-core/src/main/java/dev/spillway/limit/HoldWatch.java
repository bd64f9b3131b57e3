package dev.spillway.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells how long permits are held, by looking at all slots now and then: a ticket is as old as its
 * first sight. Guarded by the limiter's lock.
 */
final class HoldWatch {
  private final SlotTable slots;
  private final long longestNanos;
  private final long[] seenTickets;
  private final long[] seenNanos;

  HoldWatch(SlotTable slots, long longestNanos) {
    this.slots = slots;
    this.longestNanos = longestNanos;
    seenTickets = new long[slots.capacity()];
    seenNanos = new long[slots.capacity()];
  }

  long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }

  /** Looks at all slots; returns the tickets that have been held for longer than they may. */
  List<Long> look(long nowNanos) {
    List<Long> overdue = new ArrayList<>();
    for (int slot = 0; slot < seenTickets.length; slot++) {
      long ticket = slots.ticketAt(slot);
      if (ticket != seenTickets[slot]) {
        seenTickets[slot] = ticket;
        seenNanos[slot] = nowNanos;
      } else if (ticket != SlotTable.NONE && nowNanos - seenNanos[slot] >= longestNanos) {
        overdue.add(ticket);
      }
    }
    return overdue;
  }

  /** How long at least a slot has been held; 0 if it is free. */
  long heldNanos(int slot, long nowNanos) {
    return seenTickets[slot] == SlotTable.NONE ? 0 : nowNanos - seenNanos[slot];
  }
}
