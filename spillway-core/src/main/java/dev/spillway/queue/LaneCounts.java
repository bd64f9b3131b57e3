package dev.spillway.queue;

import dev.spillway.Reason;
import dev.spillway.queue.Account.Entry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The running account of a lane. Offers and refusals are counted without a lock; everything else is
 * guarded by the lane's lock.
 */
final class LaneCounts {
  private final LongAdder offered = new LongAdder();
  private final LongAdder[] refused = new LongAdder[Reason.values().length];
  private final long[] counts = new long[Entry.values().length];

  LaneCounts() {
    for (int reason = 0; reason < refused.length; reason++) {
      refused[reason] = new LongAdder();
    }
  }

  void offered(long events) {
    offered.add(events);
  }

  void refused(Reason reason, long events) {
    refused[reason.ordinal()].add(events);
  }

  void add(Entry entry, long events) {
    counts[entry.ordinal()] += events;
  }

  /** The account as it stands, given how many events the lane holds. */
  Account snapshot(long held) {
    long[] figures = counts.clone();
    figures[Entry.OFFERED.ordinal()] = offered.sum();
    figures[Entry.HELD.ordinal()] = held;
    Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      long events = refused[reason.ordinal()].sum();
      if (events > 0) {
        reasons.put(reason, events);
      }
    }
    return new Account(figures, reasons);
  }
}
