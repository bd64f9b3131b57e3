package dev.spillway.simulator.spill;

import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.util.function.LongSupplier;

/**
 * A part of another scheduler that can be closed alone, and whose tasks wait while something is
 * busy. For the other's thread.
 */
final class LifeTasks implements TaskScheduler {
  private final TaskScheduler tasks;
  private final LongSupplier busyNanos;
  private boolean closed;

  /**
   * @param busyNanos for how long no task can begin
   */
  LifeTasks(TaskScheduler tasks, LongSupplier busyNanos) {
    this.tasks = tasks;
    this.busyNanos = busyNanos;
  }

  @Override
  public TimeSource time() {
    return tasks.time();
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  @Override
  public ScheduledTask schedule(Runnable task, long delayNanos) {
    Planned planned = new Planned(task);
    planned.plan(delayNanos);
    return planned;
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Planned implements ScheduledTask {
    private final Runnable task;
    private boolean cancelled;

    Planned(Runnable task) {
      this.task = task;
    }

    void plan(long delayNanos) {
      tasks.schedule(this::run, delayNanos);
    }

    private void run() {
      long waitNanos = busyNanos.getAsLong();
      if (closed || cancelled) {
        return;
      }
      if (waitNanos > 0) {
        plan(waitNanos);
      } else {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
