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
  private final long fromLogLimitBytes;
  private int inMemory;
  private long fromLogBytes;

  /**
   * An empty shelf.
   *
   * @param fromLogLimitBytes at how many bytes of events from the log it is full
   */
  RetryShelf(long fromLogLimitBytes) {
    this.fromLogLimitBytes = fromLogLimitBytes;
  }

  void add(Held held) {
    byDueTime.add(held);
    count(held, 1);
  }

  private void count(Held held, int sign) {
    if (held.origin() == null) {
      inMemory += sign;
    } else {
      fromLogBytes += (long) sign * held.event().weightBytes();
    }
  }

  /** Whether no more should be read from the log, because too much of it waits here already. */
  boolean isFull() {
    return fromLogBytes >= fromLogLimitBytes;
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
    if (held != null) {
      count(held, -1);
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
