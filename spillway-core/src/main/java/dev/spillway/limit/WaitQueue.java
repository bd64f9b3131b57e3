package dev.spillway.limit;

import dev.spillway.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a slot. Guarded by the limiter's lock.
 *
 * <p>The highest class goes first, unless classes share by {@link ClassWeights}. Within a class it
 * is fair queuing on slot time between tenants, in the start-time form (P. Goyal, H. Vin, H. Cheng,
 * "Start-time fair queueing", 1996): a tenant's virtual time is what it was charged, and the least
 * goes first. A tenant that is further ahead of the least than a bounded lead waits until the
 * others have caught up, whatever its class, so that one tenant's critical work does not take the
 * others' share. A tenant that comes back is put at most a bounded credit behind. New tenants come
 * one behind the other, all of them together at the rate of those known who wait, so that a new
 * name for every request is no way past the others.
 */
final class WaitQueue {
  /** Services of credit and of lead: enough for an ordinary burst, too few to hurt others. */
  private static final int SERVICES = 16;

  private final Order order;
  private final WaitLine[] lines;

  /** Whose turn it is; null where the highest class goes first. */
  private final @Nullable ClassWeights weights;

  private double virtualNanos;

  /** Where the next new tenant begins, unless virtual time is beyond it. */
  private double newNanos;

  private int waiting;

  /** Tenants that wait and of which something was done before. */
  private int knownWaiting;

  /** A queue; {@code weights} tell whose turn it is, null that the highest class goes first. */
  WaitQueue(Order order, @Nullable ClassWeights weights) {
    this.order = order;
    this.weights = weights;
    lines = new WaitLine[order.hasClasses() ? Priority.values().length : 1];
    for (int rank = 0; rank < lines.length; rank++) {
      lines[rank] = new WaitLine(rank);
    }
  }

  int rankOf(Priority priority) {
    return order.hasClasses() ? priority.ordinal() : 0;
  }

  int ranks() {
    return lines.length;
  }

  WaitLine line(int rank) {
    return lines[rank];
  }

  int waiting() {
    return waiting;
  }

  /** The virtual time of the tenant that had least when somebody last went. */
  double virtualNanos() {
    return virtualNanos;
  }

  void add(TenantShare share, Waiter waiter, double typicalNanos) {
    if (!share.isWaiting()) {
      share.notBefore(earliestOf(share, typicalNanos));
      if (share.isNew()) {
        newNanos = share.virtualNanos() + typicalNanos / Math.max(1, knownWaiting);
      } else {
        share.waitsAsKnown = true;
        knownWaiting++;
      }
    }
    WaitLine line = lines[waiter.rank];
    if (weights != null && line.waiting() == 0) {
      weights.waits(waiter.rank);
    }
    line.add(share, waiter);
    waiting++;
  }

  /** Where a tenant begins that had little: a bounded credit behind; after all new if it is new. */
  private double earliestOf(TenantShare share, double typicalNanos) {
    return share.isNew()
        ? Math.max(virtualNanos, newNanos)
        : virtualNanos - SERVICES * typicalNanos;
  }

  /** How far ahead of the others a tenant is, or would be if it came back now. */
  private double leadOf(TenantShare share, double typicalNanos) {
    return Math.max(share.virtualNanos(), earliestOf(share, typicalNanos)) - virtualNanos;
  }

  void remove(Waiter waiter) {
    TenantLine line = waiter.line;
    if (line == null) {
      throw new IllegalStateException("does not wait: rank=" + waiter.rank);
    }
    TenantShare share = line.share();
    lines[waiter.rank].remove(waiter);
    waiting--;
    if (share.waitsAsKnown && !share.isWaiting()) {
      share.waitsAsKnown = false;
      knownWaiting--;
    }
  }

  /** Takes out who goes now. */
  void start(Waiter waiter) {
    remove(waiter);
    if (weights != null) {
      weights.started(waiter.rank);
    }
  }

  /** Who would go next; null when nobody waits. */
  @Nullable Waiter next(double typicalNanos) {
    double least = leastVirtualNanos();
    double most = least + SERVICES * typicalNanos;
    TenantLine next = null;
    for (WaitLine line : lines) {
      TenantLine candidate = line.least();
      boolean mayGo = candidate != null && candidate.share().virtualNanos() <= most;
      if (mayGo && (next == null || classGoesBefore(line.rank(), next.rank()))) {
        next = candidate;
      }
    }
    if (next == null) {
      return null;
    }
    virtualNanos = Math.max(virtualNanos, least);
    return head(next);
  }

  /** Whether a class has its turn before another. */
  boolean classGoesBefore(int rank, int other) {
    if (weights == null || rank == other) {
      return rank < other;
    }
    return rank < other ? weights.goesFirst(rank, other) : !weights.goesFirst(other, rank);
  }

  /**
   * Whether what is refused to a class is refused to all lower ones: they would only wait behind
   * those of it that come next.
   */
  boolean isStrict() {
    return weights == null;
  }

  private double leastVirtualNanos() {
    double least = Double.POSITIVE_INFINITY;
    for (WaitLine line : lines) {
      TenantLine candidate = line.least();
      if (candidate != null) {
        least = Math.min(least, candidate.share().virtualNanos());
      }
    }
    return least;
  }

  private @Nullable Waiter head(TenantLine line) {
    return order == Order.LIFO ? line.last() : line.first();
  }

  /** The request of the lowest class that would go first of it; null when nobody waits. */
  @Nullable Waiter headOfLowest() {
    for (int rank = lines.length - 1; rank >= 0; rank--) {
      TenantLine line = lines[rank].least();
      if (line != null) {
        return line.first();
      }
    }
    return null;
  }

  /** The oldest of who has most waiting in the lowest class below {@code above}; null if none. */
  @Nullable Waiter leastNeeded(int above) {
    for (int rank = lines.length - 1; rank > above; rank--) {
      TenantLine line = lines[rank].largest();
      if (line != null) {
        return line.leastNeeded();
      }
    }
    return null;
  }

  /** All that cannot be done any more after {@code nowNanos}. */
  List<Waiter> late(long nowNanos) {
    List<Waiter> late = new ArrayList<>();
    for (WaitLine line : lines) {
      line.addLate(nowNanos, late);
    }
    return late;
  }

  /**
   * How many would get a slot before a new request: all of higher classes and, of its own, those
   * that its tenant's turn comes after; but what tenants that are far ahead have waiting is passed,
   * and what tenants that are far behind have waiting goes first, whatever its class.
   */
  int before(TenantShare share, Waiter waiter, double typicalNanos) {
    if (order == Order.LIFO) {
      return 0;
    }
    if (weights != null) {
      return before(weights, waiter.rank, beforeInClass(share, waiter, typicalNanos));
    }
    int rank = waiter.rank;
    int own = 0;
    for (int higher = 0; higher <= rank; higher++) {
      own += ownBefore(share, higher, waiter);
    }
    double depth = own + leadOf(share, typicalNanos) / share.chargeNanos(typicalNanos) + 0.5;
    int ahead = 0;
    for (int other = 0; other < lines.length; other++) {
      double reach = depth + (other < rank ? SERVICES : other > rank ? -SERVICES : 0);
      ahead += before(share, other, ownBefore(share, other, waiter), reach);
    }
    return ahead;
  }

  /** The same where classes share by weight: of each other class what has its turn before. */
  private int before(ClassWeights weights, int rank, int own) {
    double ahead = own;
    for (WaitLine line : lines) {
      if (line.rank() != rank) {
        ahead += Math.min(line.waiting(), weights.before(line.rank(), rank, own));
      }
    }
    return (int) ahead;
  }

  /** The same of its own class alone. */
  int beforeInClass(TenantShare share, Waiter waiter, double typicalNanos) {
    int own = ownBefore(share, waiter.rank, waiter);
    double depth = own + leadOf(share, typicalNanos) / share.chargeNanos(typicalNanos) + 0.5;
    return before(share, waiter.rank, own, depth);
  }

  /** Of its tenant's requests of a class, those that go before it. */
  private static int ownBefore(TenantShare share, int rank, Waiter waiter) {
    TenantLine line = rank > waiter.rank ? null : share.line(rank);
    if (line == null) {
      return 0;
    }
    return rank < waiter.rank ? line.size() : line.before(waiter);
  }

  private int before(TenantShare share, int rank, int ownBefore, double depth) {
    TenantLine own = share.line(rank);
    WaitLine line = lines[rank];
    if (line.waiting() == (own == null ? 0 : own.size())) {
      return ownBefore;
    }
    return Math.max(
        ownBefore, depth < 1 ? 0 : line.before((int) Math.min(depth, Integer.MAX_VALUE)));
  }
}
