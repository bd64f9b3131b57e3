package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.Refused;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant, or several that share, had of a partition's slots. Guarded by the limiter's
 * lock, but for its last refusal.
 *
 * <p>Its virtual time is the slot time that it was charged; who has the least goes first.
 */
final class TenantShare {
  private static final double SMOOTHING = 1.0 / 16;
  private static final int CLASSES = Priority.values().length;

  /** In an entry of what was refused: the index of the decision, and above it 52 days. */
  private static final int DECISION_BITS = 11;

  private static final int DECISION_MASK = (1 << DECISION_BITS) - 1;
  private static final long MOST_NANOS = Long.MAX_VALUE >>> DECISION_BITS;

  private final String tenant;
  private double virtualNanos;

  /** How long its work takes, smoothed; 0 until something of it was done. */
  private double meanNanos;

  /** How many of the slots it holds were charged. */
  private int atWork;

  /** Whether the queue counts it among those known that wait. */
  boolean waitsAsKnown;

  /** By class, how much time what was refused had, and its refusal; see {@link #refusedBefore}. */
  private long @Nullable [] refused;

  /** The state of the slots when they were refused; written last, read first. */
  private volatile long refusedState;

  /** The first of its lines in which something waits; the others follow it. */
  private @Nullable TenantLine lines;

  TenantShare(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  double virtualNanos() {
    return virtualNanos;
  }

  /** Whether none of its work was done yet. */
  boolean isNew() {
    return meanNanos == 0;
  }

  /** What its next work is charged before anybody knows how long it takes. */
  double chargeNanos(double typicalNanos) {
    return meanNanos > 0 ? meanNanos : typicalNanos;
  }

  /** Charges slot time, or gives back what was charged too much. */
  void charge(double nanos) {
    virtualNanos += nanos;
    for (TenantLine line = lines; line != null; line = line.nextOfTenant) {
      line.reorder();
    }
  }

  /** Keeps what it did not use in the past from counting for more than a bounded credit. */
  void notBefore(double leastNanos) {
    if (virtualNanos < leastNanos) {
      charge(leastNanos - virtualNanos);
    }
  }

  /** Corrects what was charged for work that is over. */
  void settle(double chargedNanos, double tookNanos) {
    meanNanos += (tookNanos - meanNanos) * (meanNanos > 0 ? SMOOTHING : 1);
    charge(tookNanos - chargedNanos);
    atWork--;
  }

  boolean isWaiting() {
    return lines != null;
  }

  /** A slot was given to its work. */
  void started() {
    atWork++;
  }

  /** Whether nothing is lost by forgetting it. */
  boolean isForgettable(WaitQueue queue) {
    return !isWaiting() && atWork == 0 && virtualNanos <= queue.virtualNanos();
  }

  /** Remembers a refusal, which holds until a slot is taken or given back. */
  void refused(long state, int rank, long timeNanos, Refused decision) {
    long[] entries = refused;
    if (entries == null) {
      entries = new long[CLASSES];
      refused = entries;
    }
    if (refusedState != state) {
      refusedState = 0;
      VarHandle.storeStoreFence(); // who finds the old state finds no new entry
      Arrays.fill(entries, 0);
    }
    long entry = (Math.min(timeNanos, MOST_NANOS) << DECISION_BITS) | Refusals.indexOf(decision);
    for (int lower = rank; lower < CLASSES; lower++) {
      if (entries[lower] >>> DECISION_BITS < timeNanos) {
        entries[lower] = entry;
      }
    }
    refusedState = state;
  }

  /**
   * Without a lock: the refusal of a request that mattered as much and had as much time, if nothing
   * left its slot since then; null if there was none.
   */
  @Nullable Refused refusedBefore(long state, int rank, long timeNanos) {
    if (refusedState != state) {
      return null;
    }
    long[] entries = refused;
    long entry = entries == null ? 0 : entries[rank];
    VarHandle.acquireFence();
    boolean holds = refusedState == state && timeNanos <= entry >>> DECISION_BITS;
    return holds ? Refusals.at((int) entry & DECISION_MASK) : null;
  }

  /** Its line of {@code rank}; null when nothing of it waits there. */
  @Nullable TenantLine line(int rank) {
    TenantLine line = lines;
    while (line != null && line.rank() != rank) {
      line = line.nextOfTenant;
    }
    return line;
  }

  void add(TenantLine line) {
    line.nextOfTenant = lines;
    lines = line;
  }

  void remove(TenantLine gone) {
    if (lines == gone) {
      lines = gone.nextOfTenant;
    } else {
      for (TenantLine line = lines; line != null; line = line.nextOfTenant) {
        if (line.nextOfTenant == gone) {
          line.nextOfTenant = gone.nextOfTenant;
        }
      }
    }
    gone.nextOfTenant = null;
  }
}
