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

  /**
   * An entry of what was refused: 15 bits of the time that it had, 6 that say by how many bits that
   * is shifted, and the index of the decision; 0 for none.
   */
  private static final int TIME_BITS = 15;

  private static final int TIME_MASK = (1 << TIME_BITS) - 1;
  private static final int SHIFT_MASK = 63;
  private static final int SHIFT_AT = TIME_BITS;
  private static final int DECISION_AT = TIME_BITS + 6;

  private double virtualNanos;

  /** How long its work takes, smoothed; 0 until something of it was done. */
  private float meanNanos;

  /** How many of the slots it holds were charged. */
  private int atWork;

  /** Whether the queue counts it among those known that wait. */
  boolean waitsAsKnown;

  /** By class, how much time what was refused had, and its refusal; see {@link #refusedBefore}. */
  private int @Nullable [] refused;

  /** The state of the slots when they were refused; written last, read first. */
  private volatile long refusedState;

  /** The first of its lines in which something waits; the others follow it. */
  private @Nullable TenantLine lines;

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
    meanNanos += (float) ((tookNanos - meanNanos) * (meanNanos > 0 ? SMOOTHING : 1));
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
    int[] entries = refused;
    if (entries == null) {
      entries = new int[CLASSES];
      refused = entries;
    }
    if (refusedState != state) {
      refusedState = 0;
      VarHandle.storeStoreFence(); // who finds the old state finds no new entry
      Arrays.fill(entries, 0);
    }
    int entry = entryOf(timeNanos, decision);
    for (int lower = rank; lower < CLASSES; lower++) {
      if (timeOf(entries[lower]) < timeNanos) {
        entries[lower] = entry;
      }
    }
    refusedState = state;
  }

  /** The time is rounded up by less than a 16,384th: who has so little more is refused as well. */
  private static int entryOf(long timeNanos, Refused decision) {
    long below = Math.max(0, timeNanos - 1);
    int shift = Math.max(0, Long.SIZE - TIME_BITS - Long.numberOfLeadingZeros(below));
    return Refusals.indexOf(decision) << DECISION_AT | shift << SHIFT_AT | (int) (below >>> shift);
  }

  private static long timeOf(int entry) {
    int shift = entry >>> SHIFT_AT & SHIFT_MASK;
    return entry == 0 ? 0 : ((entry & TIME_MASK) + 1L) << shift;
  }

  /**
   * Without a lock: the refusal of a request that mattered as much and had as much time, if nothing
   * left its slot since then; null if there was none.
   */
  @Nullable Refused refusedBefore(long state, int rank, long timeNanos) {
    if (refusedState != state) {
      return null;
    }
    int[] entries = refused;
    int entry = entries == null ? 0 : entries[rank];
    VarHandle.acquireFence();
    boolean holds = refusedState == state && timeNanos <= timeOf(entry);
    return holds ? Refusals.at(entry >>> DECISION_AT) : null;
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
