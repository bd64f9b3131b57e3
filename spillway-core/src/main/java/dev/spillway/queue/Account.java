package dev.spillway.queue;

import dev.spillway.Reason;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of every event of a lane since the queue was opened, in events. Immutable.
 *
 * <p>Whenever the queue is at rest, {@code offered + recovered + replayed = delivered + refused +
 * displaced + expired + deadLettered + discarded + quarantined + held}, without any tolerance.
 */
public final class Account {
  private final long[] counts;
  private final Map<Reason, Long> refused;

  Account(long[] counts, Map<Reason, Long> refused) {
    this.counts = counts.clone();
    this.refused = Map.copyOf(refused);
  }

  /** Events that producers brought. */
  public long offered() {
    return counts[Entry.OFFERED.ordinal()];
  }

  /** Events that the log held when the queue was opened. */
  public long recovered() {
    return counts[Entry.RECOVERED.ordinal()];
  }

  /** Dead letters that were put back. */
  public long replayed() {
    return counts[Entry.REPLAYED.ordinal()];
  }

  /** Events that the sink holds. */
  public long delivered() {
    return counts[Entry.DELIVERED.ordinal()];
  }

  /** Refused offers by reason; reasons that did not occur are left out. */
  public Map<Reason, Long> refused() {
    Map<Reason, Long> inOrder = new EnumMap<>(Reason.class);
    inOrder.putAll(refused);
    return inOrder;
  }

  /** Refused offers for whatever reason. */
  public long refusedTotal() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Volatile events pushed out for more important ones. */
  public long displaced() {
    return counts[Entry.DISPLACED.ordinal()];
  }

  /** Events whose deadline passed while they were held. */
  public long expired() {
    return counts[Entry.EXPIRED.ordinal()];
  }

  /** Events whose last try failed. */
  public long deadLettered() {
    return counts[Entry.DEAD_LETTERED.ordinal()];
  }

  /** Events that an operator purged while they were held. */
  public long discarded() {
    return counts[Entry.DISCARDED.ordinal()];
  }

  /** Events lost to damage of the log. */
  public long quarantined() {
    return counts[Entry.QUARANTINED.ordinal()];
  }

  /** Events in memory, in the log, waiting for another try or in delivery. */
  public long held() {
    return counts[Entry.HELD.ordinal()];
  }

  /** Deliveries of an event beyond its first; not part of the balance. */
  public long redelivered() {
    return counts[Entry.REDELIVERED.ordinal()];
  }

  /** Events that were read back from disk; not part of the balance. */
  public long spilled() {
    return counts[Entry.SPILLED.ordinal()];
  }

  /** What came in less what is accounted for: 0 when the queue is at rest. */
  public long imbalance() {
    return offered()
        + recovered()
        + replayed()
        - delivered()
        - refusedTotal()
        - displaced()
        - expired()
        - deadLettered()
        - discarded()
        - quarantined()
        - held();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Account[");
    for (Entry entry : Entry.values()) {
      text.append(entry.name().toLowerCase(java.util.Locale.ROOT))
          .append('=')
          .append(counts[entry.ordinal()])
          .append(", ");
    }
    return text.append("refused=").append(refused).append(']').toString();
  }

  /** The figures of an account that are plain counts. */
  enum Entry {
    OFFERED,
    RECOVERED,
    REPLAYED,
    DELIVERED,
    DISPLACED,
    EXPIRED,
    DEAD_LETTERED,
    DISCARDED,
    QUARANTINED,
    HELD,
    REDELIVERED,
    SPILLED
  }
}
