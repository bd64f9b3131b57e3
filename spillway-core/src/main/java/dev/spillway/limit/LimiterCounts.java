package dev.spillway.limit;

import dev.spillway.Priority;
import dev.spillway.Reason;
import java.util.concurrent.atomic.LongAdder;

/** What became of all requests. Thread-safe, but for the waits. */
final class LimiterCounts {
  private static final int REASONS = Reason.values().length;

  private final LongAdder[] admitted = adders(Priority.values().length);
  private final LongAdder[] refused = adders(Priority.values().length * REASONS);
  private final LongAdder[] wouldHaveRefused = adders(Priority.values().length);
  private final LongAdder[] abandoned = adders(Priority.values().length);
  final LongAdder reclaimed = new LongAdder();

  /** Guarded by the limiter's lock. */
  final WaitTimes waits = new WaitTimes();

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int index = 0; index < count; index++) {
      adders[index] = new LongAdder();
    }
    return adders;
  }

  void admitted(Priority priority) {
    admitted[priority.ordinal()].increment();
  }

  void refused(Priority priority, Reason reason) {
    refused[priority.ordinal() * REASONS + reason.ordinal()].increment();
  }

  void wouldHaveRefused(Priority priority) {
    wouldHaveRefused[priority.ordinal()].increment();
  }

  void abandoned(Priority priority) {
    abandoned[priority.ordinal()].increment();
  }

  long abandonedSum(Priority priority) {
    return abandoned[priority.ordinal()].sum();
  }

  long admittedSum(Priority priority) {
    return admitted[priority.ordinal()].sum();
  }

  long refusedSum(Priority priority, Reason reason) {
    return refused[priority.ordinal() * REASONS + reason.ordinal()].sum();
  }

  long wouldHaveRefusedSum(Priority priority) {
    return wouldHaveRefused[priority.ordinal()].sum();
  }
}
