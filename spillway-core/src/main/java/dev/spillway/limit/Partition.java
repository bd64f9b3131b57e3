package dev.spillway.limit;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one dependency, and who waits for it. Guarded by the limiter's lock, but for
 * its count of taken slots and its tenants' last refusals.
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

  /** Of all slots, what it may have. */
  private final double share;

  private final WaitQueue queue;
  private final TenantShares shares;
  private final ServiceEstimate service;
  private final Backlog backlog;
  private final HangGuard guard;
  private final Told told;
  private final AtomicInteger taken = new AtomicInteger();

  /** All slots, if no other partition shares them. */
  private @Nullable SlotTable allSlots;

  /** As many slots as it may have; written under the lock. */
  private volatile int cap;

  /** Written under the lock. */
  private volatile boolean calm = true;

  private int slots;
  private long refusedNanos;
  private double waitNanos;
  private double boundNanos;

  Partition(String name, LimiterBuilder settings, Told told, long nowNanos) {
    this.name = name;
    share = settings.shares.getOrDefault(name, 1.0);
    this.told = told;
    queue = new WaitQueue(settings.order);
    shares = new TenantShares(settings.mostTenants, queue);
    service = new ServiceEstimate(nowNanos);
    backlog = new Backlog(queue.ranks(), nowNanos);
    guard = new HangGuard(settings.longestTimeNanos());
    refusedNanos = nowNanos - Long.MAX_VALUE / 4;
  }

  String name() {
    return name;
  }

  WaitQueue queue() {
    return queue;
  }

  TenantShares shares() {
    return shares;
  }

  HangGuard guard() {
    return guard;
  }

  /** How long its work holds a slot. */
  double meanNanos() {
    return service.nanos();
  }

  /** There is no other partition: what is taken of all slots is its. */
  void countBy(SlotTable all) {
    allSlots = all;
  }

  int taken() {
    return allSlots == null ? taken.get() : allSlots.taken();
  }

  /** Whether nothing has to be learned from each single success. */
  boolean isCalm() {
    return calm;
  }

  /** Counts a slot as taken unless there are as many as it may have; without a lock. */
  boolean tryEnter() {
    while (true) {
      int seen = taken.get();
      if (seen >= cap) {
        return false;
      }
      if (taken.compareAndSet(seen, seen + 1)) {
        return true;
      }
    }
  }

  /** Counts a slot as taken, whatever its cap. */
  void enter() {
    taken.incrementAndGet();
  }

  void leave() {
    taken.decrementAndGet();
  }

  /** From now on there are so many slots, of which it may have its share. */
  void resize(int allSlots) {
    slots = (int) Math.ceil(allSlots * share);
    applyGuard();
  }

  int slots() {
    return slots;
  }

  /** How many slots it may have now. */
  int cap() {
    return cap;
  }

  /** Passes time up to {@code nowNanos}. */
  void pass(long nowNanos) {
    service.pass(nowNanos, taken(), queue.waiting() > 0);
  }

  /** One has come; looks at how those before it stand. */
  void arrived(Waiter waiter, long nowNanos) {
    long time = waiter.deadlineNanos - nowNanos;
    double perSlot = meanNanos() / draining();
    for (int rank = 0; rank < queue.ranks(); rank++) {
      backlog.look(nowNanos, rank, queue.line(rank).waiting() * perSlot, time);
    }
    backlog.arrived(waiter.rank, waiter.isContinuing());
    if (taken() >= slots) {
      stalled(nowNanos, service.openNanos());
    }
  }

  /** All slots are taken, and for so long none was given back. */
  void stalled(long nowNanos, double openNanos) {
    if (!guard.isSuspect()) {
      guard.stalled(nowNanos, openNanos, meanNanos(), slots);
      applyGuard();
    }
  }

  private void applyGuard() {
    borrow(0);
    calm = guard.isCalm();
  }

  /** It may have so many more, which others that hang cannot use. */
  void borrow(int more) {
    int allowed = guard.allowed(slots);
    cap = allowed < slots ? allowed : slots + more;
  }

  /** How many of its slots others may use because what it needs hangs. */
  int lendable() {
    return guard.isSuspect() ? slots - HangGuard.probes(slots) : 0;
  }

  /** Nobody waits although a slot is idle. */
  void idle(long nowNanos) {
    backlog.idle(nowNanos);
  }

  /** By how many slots its queue gets shorter. */
  private int draining() {
    return Math.max(1, Math.min(slots, taken()));
  }

  /** Puts a request into the queue without looking at its time. */
  void enqueue(Waiter waiter) {
    queue.add(shares.of(waiter.request.tenant()), waiter, meanNanos());
  }

  /**
   * Queues a request if it can be done in time, at the cost of others if need be.
   *
   * @return why not; null if it was queued
   */
  @Nullable Reason admit(Waiter waiter, long nowNanos) {
    TenantShare share = shares.of(waiter.request.tenant());
    Reason reason = assess(waiter, nowNanos);
    if (reason == null) {
      queue.add(share, waiter, meanNanos());
      relieve(share, waiter.rank, nowNanos);
    } else if (!backlog.stands(waiter.rank) && exchange(share, waiter, nowNanos)) {
      reason = null;
    }
    return reason;
  }

  /** Looks at what is ahead of a request; changes nothing but {@link #waitNanos} and its bound. */
  @Nullable Reason assess(Waiter waiter, long nowNanos) {
    TenantShare share = shares.of(waiter.request.tenant());
    double time = timeOf(waiter, nowNanos);
    int rank = waiter.rank;
    double mean = meanNanos();
    double perSlot = mean / draining();
    boolean holds = backlog.stands(rank) && !waiter.isContinuing();
    int beyondLimit = Math.max(0, taken() - slots);
    int before = queue.before(share, rank, waiter.isContinuing(), mean) + beyondLimit;
    waitNanos = (before + 1) * perSlot;
    boundNanos =
        waiter.isContinuing()
            ? time - service.shape().median() * mean
            : backlog.budgetNanos(nowNanos, rank, time, service);
    if (holds) {
      boundNanos = Math.max(backlog.heldBudgetNanos(time, service), Backlog.KEEP_BUSY * perSlot);
    }
    if (waitNanos > boundNanos) {
      return Reason.WAIT_TOO_LONG;
    }
    if (!holds) {
      return null;
    }
    double own = (queue.beforeInClass(share, rank, mean) + 1) * perSlot;
    double held = backlog.heldNanos(rank, time, perSlot);
    if (own <= held) {
      return null;
    }
    waitNanos = own;
    boundNanos = held;
    return Reason.QUEUE_STANDS;
  }

  /** Whether a request that is let through would have been refused. */
  boolean wouldRefuse(Waiter waiter, long nowNanos) {
    return taken() >= slots && assess(waiter, nowNanos) != null;
  }

  private static double timeOf(Waiter waiter, long nowNanos) {
    return TIME_SHARE * (waiter.deadlineNanos - nowNanos);
  }

  /** The wait that was last looked at, and what it was held against. */
  double waitNanos() {
    return waitNanos;
  }

  double boundNanos() {
    return boundNanos;
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
    Waiter oldest = largest.oldest();
    if (oldest != null && upTo * meanNanos() / draining() > boundNanos) {
      refuse(oldest, Reason.DISPLACED, nowNanos);
    }
  }

  /** Takes the place of the tenant's oldest, which has less time left. */
  private boolean exchange(TenantShare share, Waiter waiter, long nowNanos) {
    TenantLine own = share.line(waiter.rank);
    Waiter oldest = own == null ? null : own.oldest();
    if (oldest == null || nowNanos - oldest.arrivedNanos <= OLD * timeOf(waiter, nowNanos)) {
      return false;
    }
    refuse(oldest, Reason.DISPLACED, nowNanos);
    queue.add(share, waiter, meanNanos());
    return true;
  }

  /** Says no to somebody who waits. */
  void refuse(Waiter waiter, Reason reason, long nowNanos) {
    queue.remove(waiter);
    refusedNanos = nowNanos;
    told.refused(waiter, Refusals.of(reason, waitNanos));
  }

  /** Says no to somebody who has just come; holds until a slot is taken or given back. */
  Refused refuse(Waiter waiter, Reason reason, long nowNanos, long state) {
    refusedNanos = nowNanos;
    Refused decision = Refusals.of(reason, Math.max(0, waitNanos - boundNanos));
    if (!waiter.isContinuing()) {
      shares
          .of(waiter.request.tenant())
          .refused(state, waiter.rank, waiter.deadlineNanos - nowNanos, decision);
    }
    return decision;
  }

  /** Drops up to so many heads of the lowest class that cannot be done in time any more. */
  void tidy(long nowNanos, int most) {
    for (int dropped = 0; dropped < most; dropped++) {
      Waiter head = queue.headOfLowest();
      if (head == null || !isTooLate(head, nowNanos, service.shape().median())) {
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
    return waiter.deadlineNanos - nowNanos < means * meanNanos();
  }

  /**
   * Who goes next, once those were dropped for whom it is too late; null if nobody waits.
   *
   * <p>As long as others of the class wait, who would probably be late gives way to them, because
   * they have more time left.
   */
  @Nullable Waiter next(long nowNanos) {
    Waiter next = queue.next(meanNanos());
    while (next != null && isTooLate(next, nowNanos, needed(next, nowNanos))) {
      refuse(next, Reason.DEADLINE_PASSED, nowNanos);
      next = queue.next(meanNanos());
    }
    return next;
  }

  private double needed(Waiter next, long nowNanos) {
    ServiceShape shape = service.shape();
    boolean others = queue.line(next.rank).waiting() > 1 + slots / OTHERS_SHARE;
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
    queue.remove(next);
    backlog.started(next.rank, next.isContinuing());
    next.share = share;
    next.chargedNanos = share.chargeNanos(meanNanos());
    share.charge(next.chargedNanos);
    share.started();
  }

  /** Learns from work that is over; {@code tookNanos} is negative when nobody knows. */
  void completed(Outcome outcome, double tookNanos, @Nullable Waiter holder, long nowNanos) {
    service.completed(outcome == Outcome.TIMED_OUT ? -1 : tookNanos);
    if (holder != null && holder.share != null) {
      holder.share.settle(holder.chargedNanos, tookNanos);
    }
    if (outcome == Outcome.TIMED_OUT) {
      guard.timedOut(nowNanos, tookNanos, slots);
    } else {
      guard.answered(taken(), slots);
    }
    applyGuard();
  }

  /** A slot was taken back from work that held it for too long. */
  void reclaimed(@Nullable Waiter holder) {
    if (holder != null && holder.share != null) {
      holder.share.settle(holder.chargedNanos, holder.chargedNanos);
    }
  }

  /** Whether one more may be started to see whether what it needs still hangs. */
  boolean tryProbe(long nowNanos) {
    return guard.isSuspect() && guard.tryProbe(nowNanos, taken(), slots);
  }
}
