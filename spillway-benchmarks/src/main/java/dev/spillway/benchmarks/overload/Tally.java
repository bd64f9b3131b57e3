package dev.spillway.benchmarks.overload;

import dev.spillway.Priority;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What producers were answered, counted apart from the queue's own accounts. Thread-safe. */
final class Tally {
  private final LongAdder[] offered = adders();
  private final LongAdder[] accepted = adders();
  private final LongAdder delayed = new LongAdder();
  private final AtomicInteger unanswered = new AtomicInteger();

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[Priority.values().length];
    Arrays.setAll(adders, index -> new LongAdder());
    return adders;
  }

  void begun() {
    unanswered.incrementAndGet();
  }

  void answered() {
    unanswered.decrementAndGet();
  }

  void offered(Priority priority, boolean taken, boolean toldToWait) {
    offered[priority.ordinal()].increment();
    if (taken) {
      accepted[priority.ordinal()].increment();
    }
    if (toldToWait) {
      delayed.increment();
    }
  }

  /** Offers whose receipt has not come. */
  int unanswered() {
    return unanswered.get();
  }

  long offered(Priority priority) {
    return offered[priority.ordinal()].sum();
  }

  long accepted(Priority priority) {
    return accepted[priority.ordinal()].sum();
  }

  long delayed() {
    return delayed.sum();
  }
}
