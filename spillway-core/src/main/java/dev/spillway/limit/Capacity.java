package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/**
 * How many slots one dependency may have, how many it has, and how long its work holds one. Guarded
 * by the limiter's lock, but for its credits and what is read of it.
 */
final class Capacity {
  /** What rounding leaves of a share of the slots that is a whole number. */
  private static final double ROUNDING = 1e-9;

  /** Of all slots, what it may have. */
  private final double share;

  private final ServiceEstimate service;
  private final HangGuard guard;
  private final Credits credits = new Credits();

  /** All slots, if no other dependency shares them. */
  private @Nullable SlotTable allSlots;

  /** As many slots as it may have; written under the lock. */
  private volatile int cap;

  /** Written under the lock. */
  private volatile boolean calm = true;

  private int slots;

  Capacity(double share, long longestTimeNanos, long nowNanos) {
    this.share = share;
    service = new ServiceEstimate(nowNanos);
    guard = new HangGuard(longestTimeNanos);
  }

  /** Nothing else has slots: what is taken of all is its. */
  void countBy(SlotTable all) {
    allSlots = all;
  }

  int taken() {
    return allSlots == null ? takenOfShared() : allSlots.taken();
  }

  private int takenOfShared() {
    return (int) Math.max(0, cap - credits.left()); // one that moves may be counted twice
  }

  /** Whether nothing has to be learned from each single success. */
  boolean isCalm() {
    return calm;
  }

  /** Whether it may have one more slot. */
  boolean hasRoom() {
    return allSlots == null ? credits.left() > 0 : allSlots.taken() < cap;
  }

  /** What is taken and given back with each slot that it shares with others. */
  Credits credits() {
    return credits;
  }

  /** From now on there are so many slots, of which it may have its share. */
  void resize(int allSlots) {
    slots = (int) Math.ceil(allSlots * share - ROUNDING);
    applyGuard();
  }

  int slots() {
    return slots;
  }

  /** How many slots it may have now. */
  int cap() {
    return cap;
  }

  boolean isFull() {
    return taken() >= slots;
  }

  /** By how many slots its queue gets shorter. */
  int draining() {
    return Math.max(1, Math.min(slots, taken()));
  }

  /** How long its work holds a slot. */
  double meanNanos() {
    return service.nanos();
  }

  ServiceEstimate service() {
    return service;
  }

  /** Passes time up to {@code nowNanos}. */
  void pass(long nowNanos, boolean waited) {
    service.pass(nowNanos, taken(), waited);
  }

  /** All slots are taken, and for so long none was given back. */
  void stalled(long nowNanos, double openNanos) {
    if (!guard.isSuspect()) {
      guard.stalled(nowNanos, openNanos, meanNanos(), slots);
      applyGuard();
    }
  }

  /** Learns from work that is over; {@code tookNanos} is negative when nobody knows. */
  void completed(Outcome outcome, double tookNanos, long nowNanos) {
    boolean tells = outcome != Outcome.TIMED_OUT && outcome != Outcome.IGNORED;
    service.completed(tells ? tookNanos : -1);
    if (outcome == Outcome.TIMED_OUT) {
      guard.timedOut(nowNanos, tookNanos, slots);
    } else if (tells) {
      guard.answered(taken(), slots);
    }
    applyGuard();
  }

  private void applyGuard() {
    borrow(0);
    calm = guard.isCalm();
  }

  /** It may have so many more, which others that hang cannot use. */
  void borrow(int more) {
    int allowed = guard.allowed(slots);
    int before = cap;
    cap = allowed < slots ? allowed : slots + more;
    if (allSlots == null) {
      credits.issue(cap - before);
    }
  }

  /** How many of its slots others may use because what it needs hangs. */
  int lendable() {
    return guard.isSuspect() ? slots - HangGuard.probes(slots) : 0;
  }

  /** Whether what it needs hangs, as far as is known. */
  boolean isSuspect() {
    return guard.isSuspect();
  }

  /** Whether one more may be started to see whether what it needs still hangs. */
  boolean tryProbe(long nowNanos) {
    return guard.isSuspect() && guard.tryProbe(nowNanos, taken(), slots);
  }
}
