package dev.spillway.micrometer;

import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The latest snapshot of one thing, taken anew when it is old. A registry asks each meter on its
 * own; so all meters of one scrape tell of the same moment, and the thing is looked at once.
 * Thread-safe.
 */
final class Snapshots<S> {
  /** Longer than a scrape takes, shorter than the time between two. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TimeSource time;
  private final LongFunction<S> look;
  private final ReentrantLock lock = new ReentrantLock();

  /** Both guarded by the lock. */
  private @Nullable S latest;

  private long takenNanos;

  /**
   * Nothing is looked at yet.
   *
   * @param look takes a snapshot at a moment in nanoseconds; called by one thread at a time
   */
  Snapshots(TimeSource time, LongFunction<S> look) {
    this.time = time;
    this.look = look;
  }

  S latest() {
    lock.lock();
    try {
      S known = latest;
      if (known != null && time.nanoTime() - takenNanos < FRESH_NANOS) {
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
  private S take() {
    takenNanos = time.nanoTime();
    S taken = look.apply(takenNanos);
    latest = taken;
    return taken;
  }
}
