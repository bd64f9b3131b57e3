package dev.spillway.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events of a lane that wait for another try, the next one due first. Guarded by the lane's lock.
 */
final class RetryShelf {
  private final PriorityQueue<Held> byDueTime =
      new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos() - b.dueNanos()));
  private int inMemory;

  void add(Held held) {
    byDueTime.add(held);
    if (held.origin() == null) {
      inMemory++;
    }
  }

  int size() {
    return byDueTime.size();
  }

  /** How many of them no log holds. */
  int inMemory() {
    return inMemory;
  }

  boolean hasDue(long nowNanos) {
    Held next = byDueTime.peek();
    return next != null && next.dueNanos() - nowNanos <= 0;
  }

  /** The wait until the next one is due, or {@link Long#MAX_VALUE} when there is none. */
  long untilNextNanos(long nowNanos) {
    Held next = byDueTime.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos() - nowNanos);
  }

  /** Takes the next event if it is due. */
  @Nullable Held takeDue(long nowNanos) {
    return hasDue(nowNanos) ? take() : null;
  }

  private @Nullable Held take() {
    Held held = byDueTime.poll();
    if (held != null && held.origin() == null) {
      inMemory--;
    }
    return held;
  }

  /** Takes all that no log holds, in the order of their times. */
  List<Held> takeInMemory() {
    List<Held> taken = new ArrayList<>();
    List<Held> kept = new ArrayList<>();
    for (Held held = take(); held != null; held = take()) {
      (held.origin() == null ? taken : kept).add(held);
    }
    kept.forEach(this::add);
    return taken;
  }
}
