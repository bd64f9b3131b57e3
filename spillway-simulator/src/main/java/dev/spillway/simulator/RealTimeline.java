package dev.spillway.simulator;

import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.TimeSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This machine's time: clients and plant have a thread each, the policy's own tasks a third.
 *
 * <p>What clients and plant note down is done under one lock. A policy that is made for several
 * threads is called outside of it, by all of them; others are called under it.
 */
final class RealTimeline implements Timeline {
  /** Until the first moment, so that the run's parts can be made. */
  private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final TimeSource time = TimeSource.system();
  private final long originNanos = time.nanoTime() + HEAD_START_NANOS;
  private final boolean concurrent;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final PreciseTimer clients;
  private final PreciseTimer plant;
  private final TaskScheduler policy = TaskScheduler.onThread("policy");
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock: calls of the policy that follow the step that goes on. */
  private final Queue<Runnable> calls = new ArrayDeque<>();

  /**
   * A time that begins soon.
   *
   * @param concurrent whether the policy may be called by several threads at once
   * @param late gets how late the run's own timers were, when it is over
   */
  RealTimeline(boolean concurrent, RealDelays late) {
    this.concurrent = concurrent;
    clients = new PreciseTimer("clients", time, late.clients(), ended::completeExceptionally);
    plant = new PreciseTimer("plant", time, late.plant(), ended::completeExceptionally);
  }

  /** How late clients and plant were. */
  record RealDelays(Delays clients, Delays plant) {}

  @Override
  public long nowNanos() {
    return Math.max(0, time.nanoTime() - originNanos);
  }

  @Override
  public boolean isVirtual() {
    return false;
  }

  @Override
  public TaskScheduler scheduler() {
    return concurrent ? policy : new OneAtATime();
  }

  @Override
  public ScheduledTask schedulePlant(Runnable step, long delayNanos) {
    return schedule(plant, step, delayNanos);
  }

  @Override
  public ScheduledTask scheduleClients(Runnable step, long delayNanos) {
    return schedule(clients, step, delayNanos);
  }

  private ScheduledTask schedule(PreciseTimer timer, Runnable step, long delayNanos) {
    return timer.schedule(() -> step(step), originNanos + nowNanos() + delayNanos);
  }

  @Override
  public long plantLateNanos() {
    return plant.lateNanos();
  }

  @Override
  public void step(Runnable step) {
    Queue<Runnable> after = new ArrayDeque<>();
    lock.lock();
    try {
      step.run();
      if (lock.getHoldCount() == 1) {
        after.addAll(calls);
        calls.clear();
      }
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
  }

  @Override
  public void callPolicy(Runnable call) {
    if (concurrent) {
      calls.add(call);
    } else {
      call.run();
    }
  }

  @Override
  public void run(long endNanos) {
    clients.schedule(() -> ended.complete(null), originNanos + endNanos);
    try {
      ended.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted after " + nowNanos() + " ns of the run");
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
    } finally {
      clients.close();
      plant.close();
      policy.close();
    }
  }

  /** Runs the tasks of a policy that is called by one thread at a time. */
  private final class OneAtATime implements TaskScheduler {
    @Override
    public TimeSource time() {
      return time;
    }

    @Override
    public void execute(Runnable task) {
      schedule(task, 0);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
      return RealTimeline.this.schedule(plant, task, delayNanos);
    }

    @Override
    public void close() {
      // the run ends it
    }
  }
}
