package dev.spillway.limit;

import dev.spillway.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One dependency: what it may have, and who waits for it. Guarded by the limiter's lock, but for
 * what its parts say.
 *
 * <p>Decides about arrivals by what is ahead of them. Let E be the mean service, s the slots and r
 * 0.95 of the time that a request has.
 *
 * <ul>
 *   <li>wait = (those before it + 1) E / s, the order being that of {@link WaitQueue};
 *   <li>it is refused unless wait <= r - u E, where u is the quantile of service times that {@link
 *       Backlog} finds right: 0.8 for a burst, 0.95 once it lasts, and so much that hardly any slot
 *       time is spent on longer work once the queue stands;
 *   <li>once the queue stands, also unless less than {@link Backlog#heldNanos} of its own class
 *       waits;
 *   <li>while it is a burst, a request that finds no room takes that of its tenant's oldest, if
 *       that has waited for a quarter of its time: the newer has more left.
 * </ul>
 */
final class Partition {
  /** Of the time that a request has, what is planned with; the rest covers estimates. */
  private static final double TIME_SHARE = 0.95;

  /** Of its time, a wait after which the tenant's next has a better use for the place. */
  private static final double OLD = 0.25;

  /** More than a slot's worth in so many must wait for one to give way. */
  private static final int OTHERS_SHARE = 8;

  private final String name;
  private final Capacity capacity;
  private final WaitQueue queue;
  private final TenantShares shares;
  private final Backlog backlog;
  private final Forecast forecast;
  private final Told told;

  /** How the wait of the last arrival was judged. */
  private final Assessment last = new Assessment();

  private long refusedNanos;

  /** What it was charged for its tenants, each of them alike; who has the least goes next. */
  private double turnNanos;

  Partition(String name, LimiterBuilder settings, Told told, long nowNanos) {
    this.name = name;
    capacity = new Capacity(settings.shareOf(name), settings.longestTimeNanos(), nowNanos);
    this.told = told;
    queue = new WaitQueue(settings.order, settings.weights());
    shares = new TenantShares(settings.mostTenants, queue);
    forecast = new Forecast(queue.ranks(), nowNanos);
    backlog = new Backlog(queue.ranks(), settings.order == Order.WEIGHTED, nowNanos);
    refusedNanos = nowNanos - Long.MAX_VALUE / 4;
  }

  String name() {
    return name;
  }

  Capacity capacity() {
    return capacity;
  }

  WaitQueue queue() {
    return queue;
  }

  TenantShares shares() {
    return shares;
  }

  /** Passes time up to {@code nowNanos}. */
  void pass(long nowNanos) {
    capacity.pass(nowNanos, queue.waiting() > 0);
  }

  /** One has come; looks at how those before it stand. */
  void arrived(Waiter waiter, long nowNanos) {
    long time = waiter.deadlineNanos - nowNanos;
    double perSlot = capacity.meanNanos() / capacity.draining();
    for (int rank = 0; rank < queue.ranks(); rank++) {
      backlog.look(nowNanos, rank, queue.line(rank).waiting() * perSlot, time);
    }
    backlog.arrived(waiter.rank, waiter.isContinuing());
    if (capacity.isFull()) {
      capacity.stalled(nowNanos, capacity.service().openNanos());
    }
  }

  /** Nobody waits although a slot is idle. */
  void idle(long nowNanos) {
    backlog.idle(nowNanos);
  }

  /** Puts a request into the queue without looking at its time. */
  void enqueue(Waiter waiter) {
    queue.add(shareOf(waiter), waiter, capacity.meanNanos());
  }

  /** Looks at what is ahead of one that has come. */
  @Nullable Reason assess(Waiter waiter, long nowNanos) {
    assess(waiter, shareOf(waiter), nowNanos, last);
    return last.reason();
  }

  /** What an assessment of a request would find; changes nothing. */
  Assessment foresee(Waiter waiter, long nowNanos) {
    String tenant = waiter.request.tenant();
    TenantShare known = shares.known(tenant);
    TenantShare share = known == null ? shares.stranger() : known;
    Assessment found = new Assessment();
    assess(waiter, share, nowNanos, found);
    if (found.reason() != null && exchangeable(share, waiter, nowNanos) != null) {
      found.excuse();
    }
    return found;
  }

  private void assess(Waiter waiter, TenantShare share, long nowNanos, Assessment found) {
    double time = timeOf(waiter, nowNanos);
    int rank = waiter.rank;
    ServiceEstimate service = capacity.service();
    double mean = service.nanos();
    double perSlot = mean / capacity.draining();
    int beyondLimit = Math.max(0, capacity.taken() - capacity.slots());
    int before = queue.before(share, waiter, mean) + beyondLimit;
    double wait = (before + 1) * perSlot;
    if (waiter.isContinuing()) {
      found.judge(wait, time - service.shape().median() * mean, Reason.WAIT_TOO_LONG);
    } else if (!backlog.stands(rank)) {
      found.judge(wait, backlog.budgetNanos(nowNanos, rank, time, service), Reason.WAIT_TOO_LONG);
    } else {
      double bound = Math.max(backlog.heldBudgetNanos(time, service), Backlog.KEEP_BUSY * perSlot);
      if (found.judge(wait, bound, Reason.WAIT_TOO_LONG)) {
        double own = (queue.beforeInClass(share, waiter, mean) + 1) * perSlot;
        double held = backlog.heldNanos(rank, time, perSlot);
        if (own > held) {
          found.judge(own, held, Reason.QUEUE_STANDS);
        }
      }
    }
  }

  TenantShare shareOf(Waiter waiter) {
    return shares.of(waiter.request.tenant());
  }

  /** Whether a request that is let through would have been refused. */
  boolean wouldRefuse(Waiter waiter, long nowNanos) {
    return (capacity.isSuspect() && !capacity.tryProbe(nowNanos))
        || forecast.wouldRefuse(waiter, capacity, nowNanos);
  }

  /** How much of its time is planned with. */
  static double timeOf(Waiter waiter, long nowNanos) {
    return TIME_SHARE * (waiter.deadlineNanos - nowNanos);
  }

  /** Queues one that was assessed and may wait, at the cost of others if need be. */
  void admit(Waiter waiter, long nowNanos) {
    TenantShare share = shareOf(waiter);
    queue.add(share, waiter, capacity.meanNanos());
    relieve(share, waiter.rank, nowNanos);
  }

  /** If all up to a class wait for too long together, who has most waiting gives a place. */
  private void relieve(TenantShare share, int rank, long nowNanos) {
    int upTo = 0;
    for (int higher = 0; higher <= rank; higher++) {
      upTo += queue.line(higher).waiting();
    }
    TenantLine largest = queue.line(rank).largest();
    TenantLine own = share.line(rank);
    if (largest == null || own == null || largest.size() <= own.size()) {
      return;
    }
    Waiter oldest = largest.leastNeeded();
    if (oldest != null && upTo * capacity.meanNanos() / capacity.draining() > last.boundNanos()) {
      refuse(oldest, Reason.DISPLACED, nowNanos);
    }
  }

  /** Takes the place of the tenant's oldest, if that has less use for it; false if not. */
  boolean exchange(Waiter waiter, long nowNanos) {
    TenantShare share = shareOf(waiter);
    Waiter oldest = exchangeable(share, waiter, nowNanos);
    if (oldest == null) {
      return false;
    }
    refuse(oldest, Reason.DISPLACED, nowNanos);
    queue.add(share, waiter, capacity.meanNanos());
    return true;
  }

  private @Nullable Waiter exchangeable(TenantShare share, Waiter waiter, long nowNanos) {
    TenantLine own = backlog.stands(waiter.rank) ? null : share.line(waiter.rank);
    Waiter oldest = own == null ? null : own.leastNeeded();
    boolean old =
        oldest != null
            && oldest.cohort >= waiter.cohort
            && nowNanos - oldest.arrivedNanos > OLD * timeOf(waiter, nowNanos);
    return old ? oldest : null;
  }

  /** Says no to somebody who waits. */
  void refuse(Waiter waiter, Reason reason, long nowNanos) {
    queue.remove(waiter);
    refusedNanos = nowNanos;
    told.refused(waiter, Refusals.of(reason, last.waitNanos()));
  }

  /** Says no to the last arrival. */
  OverloadException refuseAtDoor(Reason reason, long nowNanos) {
    refusedNanos = nowNanos;
    return Refusals.of(reason, reason == Reason.STOPPING ? 0 : last.excessNanos());
  }

  /** Whether one of a class might take the place of its own tenant's oldest. */
  boolean mayExchange(int rank) {
    return !backlog.stands(rank) && queue.line(rank).waiting() > 0;
  }

  /** Drops up to so many heads of the lowest class that cannot be done in time any more. */
  void tidy(long nowNanos, int most) {
    for (int dropped = 0; dropped < most; dropped++) {
      Waiter head = queue.headOfLowest();
      if (head == null || !isTooLate(head, nowNanos, capacity.service().shape().median())) {
        return;
      }
      refuse(head, Reason.DEADLINE_PASSED, nowNanos);
    }
  }

  /** Drops everybody whose deadline has passed. */
  void dropLate(long nowNanos) {
    for (Waiter late : queue.late(nowNanos)) {
      refuse(late, Reason.DEADLINE_PASSED, nowNanos);
    }
  }

  private boolean isTooLate(Waiter waiter, long nowNanos, double means) {
    return waiter.deadlineNanos - nowNanos < means * capacity.meanNanos();
  }

  /**
   * Who goes next, once those were dropped for whom it is too late; null if nobody waits.
   *
   * <p>As long as others of the class wait, who would probably be late gives way to them, because
   * they have more time left.
   */
  @Nullable Waiter next(long nowNanos) {
    Waiter next = queue.next(capacity.meanNanos());
    while (next != null && isTooLate(next, nowNanos, needed(next, nowNanos))) {
      refuse(next, Reason.DEADLINE_PASSED, nowNanos);
      next = queue.next(capacity.meanNanos());
    }
    return next;
  }

  private double needed(Waiter next, long nowNanos) {
    ServiceShape shape = capacity.service().shape();
    boolean others = queue.line(next.rank).waiting() > 1 + capacity.slots() / OTHERS_SHARE;
    if (next.isContinuing() || !others || backlog.isFresh(nowNanos, next.rank)) {
      return shape.median();
    }
    if (backlog.stands(next.rank)) {
      return shape.rare();
    }
    long given = next.deadlineNanos - next.arrivedNanos;
    return nowNanos - refusedNanos < given / 2 ? shape.most() : shape.median();
  }

  /** Takes who goes next out of the queue and charges its tenant. */
  void start(Waiter next) {
    TenantLine line = next.line;
    if (line == null) {
      throw new IllegalStateException("who goes next does not wait: " + name);
    }
    TenantShare share = line.share();
    int tenants = queue.line(next.rank).tenants();
    queue.start(next);
    backlog.started(next.rank, next.isContinuing());
    next.share = share;
    next.chargedNanos = share.chargeNanos(capacity.meanNanos());
    share.charge(next.chargedNanos);
    turnNanos += next.chargedNanos / Math.max(1, tenants);
    share.started();
  }

  /** Where it stands among all partitions that wait. */
  double turnNanos() {
    return turnNanos;
  }

  /** Somebody waits again: it has no credit for the time in which nobody did. */
  void comesBack(double leastNanos) {
    turnNanos = Math.max(turnNanos, leastNanos);
  }

  /** Learns from work that is over; {@code tookNanos} is negative when nobody knows. */
  void completed(Outcome outcome, double tookNanos, @Nullable Waiter holder, long nowNanos) {
    if (holder != null && holder.share != null) {
      holder.share.settle(holder.chargedNanos, tookNanos);
    }
    capacity.completed(outcome, tookNanos, nowNanos);
    if (outcome == Outcome.SUCCEEDED && tookNanos >= 0 && !capacity.isFull()) {
      forecast.completed(tookNanos);
    }
  }

  /** Nobody will tell how long work took: it was reclaimed, or it never held a slot. */
  void reclaimed(@Nullable Waiter holder) {
    if (holder != null && holder.share != null) {
      holder.share.settle(holder.chargedNanos, holder.chargedNanos);
    }
  }
}
