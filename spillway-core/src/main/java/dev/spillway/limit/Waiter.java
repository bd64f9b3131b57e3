package dev.spillway.limit;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** One request that waits for a slot. Guarded by the limiter's lock. */
final class Waiter {
  final Request request;
  final Partition partition;

  /** The index of its line: its class, or 0 when classes do not matter. */
  final int rank;

  final long arrivedNanos;

  /** When its work must be done. */
  final long deadlineNanos;

  /** Who hears what became of it; null while a thread waits. */
  final @Nullable AcquireCallback callback;

  /** What a waiting thread waits for; null when somebody is called. */
  final @Nullable Condition condition;

  /** Of its user; the lower, the sooner. */
  int cohort = Cohorts.NOBODY;

  /** Where it waits; null when it does not. */
  @Nullable TenantLine line;

  @Nullable Waiter before;

  /** Who waits behind it or, once it waits no more, whom to tell after it. */
  @Nullable Waiter behind;

  /** Who was charged for its work, and how much; null until it begins. */
  @Nullable TenantShare share;

  double chargedNanos;

  /** Whether it was left waiting when it came, so that what it gets it gets later. */
  boolean waited;

  long ticket = SlotTable.NONE;
  @Nullable OverloadException refusal;

  Waiter(
      Request request,
      Partition partition,
      Term term,
      @Nullable AcquireCallback callback,
      @Nullable Condition condition) {
    this.request = request;
    this.partition = partition;
    rank = partition.queue().rankOf(request.priority());
    arrivedNanos = term.arrivedNanos();
    deadlineNanos = term.deadlineNanos();
    this.callback = callback;
    this.condition = condition;
  }

  Condition conditionOf() {
    if (condition == null) {
      throw new IllegalStateException("no thread waits");
    }
    return condition;
  }

  boolean isContinuing() {
    return request.isContinuing();
  }

  boolean isDecided() {
    return ticket != SlotTable.NONE || refusal != null;
  }

  /** The time that a request has. */
  record Term(long arrivedNanos, long deadlineNanos) {}
}
