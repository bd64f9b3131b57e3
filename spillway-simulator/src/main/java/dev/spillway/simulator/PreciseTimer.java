package dev.spillway.simulator;

import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.TimeSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks at their moments, on a daemon thread of its own, to within some microseconds while a
 * processor is free. Thread-safe.
 *
 * <p>A parked thread wakes up late by the kernel's timer slack and by what waking takes. So it
 * parks until shortly before the next moment, and spins for the rest.
 */
final class PreciseTimer implements AutoCloseable {
  /** Twice the usual timer slack of 50 us on Linux. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private static final long LONGEST_PARK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TimeSource time;
  private final Delays delays;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry.ORDER);

  /** Guarded by the lock. */
  private long handedOver;

  /** Who is next; written under the lock. */
  private volatile @Nullable Entry first;

  private volatile boolean closed;

  /** For the timer's thread alone: how late the running task is. */
  private long lateNanos;

  /**
   * A timer whose thread has started.
   *
   * @param delays gets how late each task ran; for the timer's thread until it is closed
   * @param failed hears of what a task throws
   */
  PreciseTimer(String threadName, TimeSource time, Delays delays, Consumer<Throwable> failed) {
    this.time = time;
    this.delays = delays;
    this.failed = failed;
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs a task as soon as {@link TimeSource#nanoTime} has come to a moment. */
  ScheduledTask schedule(Runnable task, long atNanos) {
    lock.lock();
    try {
      Entry entry = new Entry(atNanos, handedOver++, task);
      entries.add(entry);
      if (entries.peek() == entry) {
        first = entry;
        if (Thread.currentThread() != thread) {
          LockSupport.unpark(thread);
        }
      }
      return () -> cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Entry entry) {
    lock.lock();
    try {
      entries.remove(entry);
      first = entries.peek();
    } finally {
      lock.unlock();
    }
  }

  /** How late the running task was, when that asks; 0 for everybody else. */
  long lateNanos() {
    return Thread.currentThread() == thread ? lateNanos : 0;
  }

  private void run() {
    while (!closed) {
      Entry next = first;
      long leftNanos = next == null ? LONGEST_PARK_NANOS : next.atNanos - time.nanoTime();
      if (next != null && leftNanos <= 0) {
        run(next);
      } else if (leftNanos > SPIN_NANOS) {
        LockSupport.parkNanos(this, Math.min(leftNanos, LONGEST_PARK_NANOS) - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private void run(Entry next) {
    lock.lock();
    try {
      if (entries.peek() != next) {
        return; // something earlier came, or it was cancelled
      }
      entries.remove();
      first = entries.peek();
    } finally {
      lock.unlock();
    }
    lateNanos = time.nanoTime() - next.atNanos;
    delays.add(lateNanos);
    try {
      next.task.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
    lateNanos = 0;
  }

  /** Lets the running task finish, drops the others and ends. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      LockSupport.unpark(thread);
      try {
        thread.join(1);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A task with its moment. */
  private static final class Entry {
    /** By subtraction, because moments may overflow. */
    static final Comparator<Entry> ORDER =
        (one, other) -> {
          int byTime = Long.signum(one.atNanos - other.atNanos);
          return byTime != 0 ? byTime : Long.compare(one.handedOver, other.handedOver);
        };

    final long atNanos;
    final long handedOver;
    final Runnable task;

    Entry(long atNanos, long handedOver, Runnable task) {
      this.atNanos = atNanos;
      this.handedOver = handedOver;
      this.task = task;
    }
  }
}
