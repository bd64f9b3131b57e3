package dev.spillway.server.cli.send;

import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waits on a {@link TimeSource}. Thread-safe. */
final class Pause {
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition never = lock.newCondition();

  Pause(TimeSource time) {
    this.time = time;
  }

  /** Returns after {@code millis}. */
  void forMillis(long millis) throws InterruptedException {
    long start = time.nanoTime();
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      for (long left = nanos; left > 0; left = nanos - (time.nanoTime() - start)) {
        time.await(never, left);
      }
    } finally {
      lock.unlock();
    }
  }
}
