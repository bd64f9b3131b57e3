package dev.spillway.queue;

import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes whoever waits for a queue's next batch. Thread-safe. */
final class Availability {
  private static final Logger LOGGER = System.getLogger(Availability.class.getName());

  private final TimeSource time;
  private final AtomicInteger waiters = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Runnable listener = () -> {};

  /** Guarded by the lock; counts changes, so that none between two looks is missed. */
  private long changes;

  Availability(TimeSource time) {
    this.time = time;
  }

  void listener(Runnable newListener) {
    listener = newListener;
  }

  /** Tells that a batch may be had. Takes no lock unless a thread waits. */
  void signal() {
    tell();
    wake();
  }

  /** Makes waiting threads look again. */
  void wake() {
    if (waiters.get() > 0) {
      lock.lock();
      try {
        changes++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** What a listener throws is its own matter: whoever signals has done its work by then. */
  private void tell() {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "event=queue-listener-failed", e);
    }
  }

  /** Enters the waiting room; from now on no change is missed. Pair with {@link #leave}. */
  long enter() {
    waiters.incrementAndGet();
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    waiters.decrementAndGet();
  }

  /** Waits until there was a change after {@code seen} or the time is up; returns the changes. */
  long await(long seen, long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long startNanos = time.nanoTime();
      long left = timeoutNanos;
      while (changes == seen && left > 0) {
        time.await(changed, left);
        left = timeoutNanos - (time.nanoTime() - startNanos);
      }
      return changes;
    } finally {
      lock.unlock();
    }
  }
}
