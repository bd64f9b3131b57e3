package dev.spillway.limit;

import dev.spillway.Refused;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant, or several that share, had of a partition's slots. Guarded by the limiter's
 * lock, but for its last refusal.
 *
 * <p>Its virtual time is the slot time that it was charged; who has the least goes first.
 */
final class TenantShare {
  private static final double SMOOTHING = 1.0 / 16;

  private final String tenant;
  private double virtualNanos;

  /** How long its work takes, smoothed; 0 until something of it was done. */
  private double meanNanos;

  /** How many of the slots it holds were charged. */
  private int atWork;

  /** Whether the queue counts it among those known that wait. */
  boolean waitsAsKnown;

  /** What was last refused; see {@link #refusedBefore}. */
  private long refusedTimeNanos;

  private int refusedRank;

  private @Nullable Refused refusal;

  /** The state of the slots at that moment; written last, read first. */
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
    boolean covers = rank <= refusedRank && timeNanos >= refusedTimeNanos;
    if (refusedState == state && !covers) {
      return; // who reads both halves of two must find one that holds
    }
    refusedState = 0;
    refusedRank = rank;
    refusedTimeNanos = timeNanos;
    refusal = decision;
    refusedState = state;
  }

  /**
   * Without a lock: the refusal of a request that mattered as much and had as much time, if nothing
   * left its slot since then; null if there was none.
   */
  @Nullable Refused refusedBefore(long state, int rank, long timeNanos) {
    if (refusedState != state || rank < refusedRank || timeNanos > refusedTimeNanos) {
      return null;
    }
    Refused found = refusal;
    VarHandle.acquireFence();
    return refusedState == state ? found : null;
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
