package dev.spillway.benchmarks.limiter;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/**
 * A limiter whose slots are taken by work of 10 ms, while high requests wait. Thread-safe.
 *
 * <p>Its time goes on by itself, and by another step with each piece of work that is done, so that
 * the work takes 10 ms whatever the speed of the benchmark.
 */
final class FullLimiter {
  private static final int SLOTS = 8;
  private static final long SERVICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Request WAITING = Request.of(Priority.HIGH);

  /** What has less time than this is refused, as more than so much is ahead of it. */
  static final Duration TOO_SHORT = Duration.ofMillis(100);

  private final AtomicLong stepsNanos = new AtomicLong();
  private final ArrayBlockingQueue<Permit> held = new ArrayBlockingQueue<>(SLOTS);
  private final AcquireCallback worker = new Worker();
  private final Limiter limiter;

  /** Fills all slots, learns how long work takes, and lets {@code waiting} requests wait. */
  FullLimiter(int waiting) {
    limiter =
        LimitPeers.spillway(SLOTS)
            .mostWaiting(10 * waiting)
            .tenants(Tenants.HUNDRED_THOUSAND)
            .scheduler(new Steps(TaskScheduler.onThread("full-limiter")))
            .build();
    for (int request = 0; request < SLOTS + waiting; request++) {
      limiter.acquire(WAITING, worker);
    }
    for (int step = 0; step < 100 * SLOTS; step++) {
      step();
    }
  }

  Limiter limiter() {
    return limiter;
  }

  /** Work is done, so that one who waits may begin, and another high request comes. */
  void step() {
    stepsNanos.addAndGet(SERVICE_NANOS / SLOTS);
    Permit oldest = held.poll();
    if (oldest == null || !oldest.succeeded()) {
      throw new IllegalStateException("no slot is held");
    }
    limiter.acquire(WAITING, worker);
  }

  private final class Worker implements AcquireCallback {
    @Override
    public void admitted(Permit permit) {
      held.add(permit);
    }

    @Override
    public void refused(Refused decision) {
      throw new IllegalStateException("a high request must not be refused: " + decision);
    }
  }

  private final class Steps implements TaskScheduler, TimeSource {
    private final TaskScheduler tasks;

    Steps(TaskScheduler tasks) {
      this.tasks = tasks;
    }

    @Override
    public TimeSource time() {
      return this;
    }

    @Override
    public long nanoTime() {
      return tasks.time().nanoTime() + stepsNanos.get();
    }

    @Override
    public long epochMillis() {
      return tasks.time().epochMillis();
    }

    @Override
    public void await(Condition condition, long timeoutNanos) throws InterruptedException {
      tasks.time().await(condition, timeoutNanos);
    }

    @Override
    public void execute(Runnable task) {
      tasks.execute(task);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
      return tasks.schedule(task, delayNanos);
    }

    @Override
    public void close() {
      tasks.close();
    }
  }
}
