package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.internal.StripedCounters;

/** What became of all requests. Thread-safe, but for the waits. */
final class LimiterCounts {
  private static final int CLASSES = Priority.values().length;

  /** Where the counters of each kind begin; within it they are in the order of the classes. */
  private static final int ADMITTED = 0;

  private static final int WOULD_HAVE_REFUSED = ADMITTED + CLASSES;
  private static final int ABANDONED = WOULD_HAVE_REFUSED + CLASSES;
  private static final int RECLAIMED = ABANDONED + CLASSES;

  /** Here as many for each reason. */
  private static final int REFUSED = RECLAIMED + 1;

  private final StripedCounters counters =
      new StripedCounters(REFUSED + Reason.values().length * CLASSES);

  /** Guarded by the limiter's lock. */
  final WaitTimes waits = new WaitTimes();

  void admitted(Priority priority) {
    counters.increment(ADMITTED + priority.ordinal());
  }

  void refused(Priority priority, OverloadException refusal) {
    counters.increment(refusedAt(priority, refusal.reasonOrdinal));
  }

  void refused(Priority priority, Reason reason) {
    counters.increment(refusedAt(priority, reason.ordinal()));
  }

  private static int refusedAt(Priority priority, int reasonOrdinal) {
    return REFUSED + reasonOrdinal * CLASSES + priority.ordinal();
  }

  void wouldHaveRefused(Priority priority) {
    counters.increment(WOULD_HAVE_REFUSED + priority.ordinal());
  }

  void abandoned(Priority priority) {
    counters.increment(ABANDONED + priority.ordinal());
  }

  void reclaimed() {
    counters.increment(RECLAIMED);
  }

  long admittedSum(Priority priority) {
    return counters.sum(ADMITTED + priority.ordinal());
  }

  long refusedSum(Priority priority, Reason reason) {
    return counters.sum(refusedAt(priority, reason.ordinal()));
  }

  long wouldHaveRefusedSum(Priority priority) {
    return counters.sum(WOULD_HAVE_REFUSED + priority.ordinal());
  }

  long abandonedSum(Priority priority) {
    return counters.sum(ABANDONED + priority.ordinal());
  }

  long reclaimedSum() {
    return counters.sum(RECLAIMED);
  }
}
