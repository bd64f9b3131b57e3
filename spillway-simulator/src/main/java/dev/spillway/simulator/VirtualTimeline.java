package dev.spillway.simulator;

import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.VirtualScheduler;
import java.util.concurrent.CancellationException;

/** One step after another, in the caller's thread, in a time that stands still during each. */
final class VirtualTimeline implements Timeline {
  private final VirtualScheduler scheduler;
  private final long originNanos;

  VirtualTimeline(long seed) {
    scheduler = new VirtualScheduler(new ManualTime(seed));
    originNanos = scheduler.time().nanoTime();
  }

  @Override
  public long nowNanos() {
    return scheduler.time().nanoTime() - originNanos;
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public TaskScheduler scheduler() {
    return scheduler;
  }

  @Override
  public ScheduledTask schedulePlant(Runnable step, long delayNanos) {
    return scheduler.schedule(step, delayNanos);
  }

  @Override
  public ScheduledTask scheduleClients(Runnable step, long delayNanos) {
    return scheduler.schedule(step, delayNanos);
  }

  @Override
  public long plantLateNanos() {
    return 0;
  }

  @Override
  public void step(Runnable step) {
    step.run();
  }

  @Override
  public void callPolicy(Runnable call) {
    call.run();
  }

  @Override
  public void run(long endNanos) {
    while (scheduler.runNext() && nowNanos() <= endNanos) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after " + nowNanos() + " ns of the run");
      }
    }
  }
}
