package dev.spillway.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A scheduler whose tasks run in the caller's thread when the caller moves time. Not thread-safe.
 *
 * <p>Tasks run in the order of their times, and those of one time in the order in which they were
 * handed over, so a run depends on nothing but its input.
 */
public final class VirtualScheduler implements TaskScheduler {
  private final ManualTime time;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry.ORDER);
  private long elapsedNanos;
  private long handedOver;
  private boolean closed;

  /** A scheduler that moves {@code time}, which nothing else should move. */
  public VirtualScheduler(ManualTime time) {
    this.time = time;
  }

  @Override
  public ManualTime time() {
    return time;
  }

  @Override
  public void execute(Runnable task) {
    add(task, 0);
  }

  @Override
  public ScheduledTask schedule(Runnable task, long delayNanos) {
    Entry entry = add(task, Math.max(0, delayNanos));
    return () -> entries.remove(entry);
  }

  private Entry add(Runnable task, long delayNanos) {
    Entry entry = new Entry(elapsedNanos + delayNanos, handedOver++, task);
    if (!closed) {
      entries.add(entry);
    }
    return entry;
  }

  /** Runs every task that is due now, and those that they hand over for now. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** Moves time forward by {@code step}, running each task at its time. */
  public void advance(Duration step) {
    long untilNanos = elapsedNanos + step.toNanos();
    for (Entry next = entries.peek();
        next != null && next.atNanos <= untilNanos;
        next = entries.peek()) {
      entries.remove(next);
      moveTo(next.atNanos);
      next.task.run();
    }
    moveTo(untilNanos);
  }

  /** Runs the next task, moving time to it. Returns false when there is none. */
  public boolean runNext() {
    Entry next = entries.poll();
    if (next == null) {
      return false;
    }
    moveTo(next.atNanos);
    next.task.run();
    return true;
  }

  private void moveTo(long atNanos) {
    if (atNanos > elapsedNanos) {
      time.advanceNanos(atNanos - elapsedNanos);
      elapsedNanos = atNanos;
    }
  }

  @Override
  public void close() {
    closed = true;
    entries.clear();
  }

  private record Entry(long atNanos, long handedOver, Runnable task) {
    static final Comparator<Entry> ORDER =
        Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::handedOver);
  }
}
