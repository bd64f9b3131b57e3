package dev.spillway.micrometer;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.EventQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest snapshot of one queue, taken anew when it is old. A registry asks each meter on its
 * own; so all meters of one scrape tell of the same moment, and the queue is looked at once.
 * Thread-safe.
 */
final class Snapshots {
  /** Longer than a scrape takes, shorter than the time between two. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Rates go back at least so far, so that scrapes a moment apart do not make them jump. */
  private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EventQueue queue;
  private final Supplier<DeliveryFigures> delivery;
  private final ReentrantLock lock = new ReentrantLock();

  /** All three guarded by the lock. */
  private @Nullable Snapshot latest;

  private @Nullable Snapshot earlier;
  private @Nullable Snapshot next;

  Snapshots(EventQueue queue, Supplier<DeliveryFigures> delivery) {
    this.queue = queue;
    this.delivery = delivery;
  }

  Snapshot latest() {
    lock.lock();
    try {
      Snapshot known = latest;
      if (known != null && queue.time().nanoTime() - known.atNanos() < FRESH_NANOS) {
        return known;
      }
      return take();
    } finally {
      lock.unlock();
    }
  }

  void refresh() {
    lock.lock();
    try {
      take();
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private Snapshot take() {
    long nowNanos = queue.time().nanoTime();
    Snapshot taken = new Snapshot(queue.figures(), delivery.get(), nowNanos, earlier);
    if (next == null || nowNanos - next.atNanos() >= RATE_NANOS) {
      earlier = next == null ? taken.withoutEarlier() : next;
      next = taken.withoutEarlier();
    }
    latest = taken;
    return taken;
  }
}
