package dev.spillway.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler on one daemon thread. */
final class ThreadScheduler implements TaskScheduler {
  private static final Logger LOGGER = System.getLogger(ThreadScheduler.class.getName());

  private final ScheduledThreadPoolExecutor executor;
  private volatile Thread thread;

  ThreadScheduler(String threadName) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.prestartCoreThread();
    thread = threadOf(executor);
  }

  private Thread threadOf(ScheduledThreadPoolExecutor started) {
    if (thread == null) {
      throw new IllegalStateException("executor started no thread: " + started);
    }
    return thread;
  }

  @Override
  public TimeSource time() {
    return TimeSource.system();
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  @Override
  public ScheduledTask schedule(Runnable task, long delayNanos) {
    Future<?> future = executor.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.ERROR, "event=task-failed thread=" + Thread.currentThread().getName(), e);
    }
  }

  /** Tasks handed over before the call still run; a close from the thread itself does not wait. */
  @Override
  public void close() {
    executor.shutdown();
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
        LOGGER.log(Level.WARNING, "event=scheduler-slow-to-stop thread=" + thread.getName());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
