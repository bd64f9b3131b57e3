package dev.spillway.concurrency;

import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the one task that was handed over last, and runs it in the thread that says so. If two say
 * so at once, one runs it.
 */
public final class TicksByHand implements TaskScheduler {
  private final ManualTime time = new ManualTime(7);
  private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

  @Override
  public ManualTime time() {
    return time;
  }

  @Override
  public void execute(Runnable task) {
    next.set(task);
  }

  @Override
  public ScheduledTask schedule(Runnable task, long delayNanos) {
    next.set(task);
    return () -> next.compareAndSet(task, null);
  }

  public void advance(Duration step) {
    time.advance(step);
  }

  /** Runs the task that waits, whatever its delay. */
  public void tick() {
    Runnable task = next.getAndSet(null);
    if (task != null) {
      task.run();
    }
  }

  @Override
  public void close() {
    next.set(null);
  }
}
