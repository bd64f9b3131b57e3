package dev.spillway.server;

import dev.spillway.time.TaskScheduler;
import java.time.Duration;

/** Runs one task every interval until it is closed. */
final class Ticks implements AutoCloseable {
  private final TaskScheduler scheduler;
  private final Runnable task;
  private final long intervalNanos;

  private Ticks(TaskScheduler scheduler, Runnable task, long intervalNanos) {
    this.scheduler = scheduler;
    this.task = task;
    this.intervalNanos = intervalNanos;
  }

  /** Runs {@code task} for the first time an interval from now; closes the scheduler at the end. */
  static Ticks start(TaskScheduler scheduler, Runnable task, Duration interval) {
    Ticks ticks = new Ticks(scheduler, task, interval.toNanos());
    ticks.next();
    return ticks;
  }

  /** The next is planned first, so that a task that throws does not end them. */
  private void tick() {
    next();
    task.run();
  }

  private void next() {
    scheduler.schedule(this::tick, intervalNanos);
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
