package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one tenant, or several that share, had of a partition's slots. Guarded by the limiter's
 * lock, but for what was refused.
 *
 * <p>Its virtual time is the slot time that it was charged; who has the least goes first.
 */
final class TenantShare extends RefusalMemory {
  private static final double SMOOTHING = 1.0 / 16;

  private double virtualNanos;

  /** How long its work takes, smoothed; 0 until something of it was done. */
  private float meanNanos;

  /** How many of the slots it holds were charged. */
  private int atWork;

  /** Whether the queue counts it among those known that wait. */
  boolean waitsAsKnown;

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
