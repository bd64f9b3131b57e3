package dev.spillway.time;

/**
 * Runs tasks one at a time, in the order of their times. Thread-safe.
 *
 * <p>State that only tasks of one scheduler touch needs no lock. A task that throws is reported and
 * does not stop the others.
 */
public interface TaskScheduler extends AutoCloseable {
  /** The time by which delays are measured. */
  TimeSource time();

  /** Runs {@code task} as soon as the tasks before it have run. Ignored after {@link #close}. */
  void execute(Runnable task);

  /** Runs {@code task} once, {@code delayNanos} from now. Ignored after {@link #close}. */
  ScheduledTask schedule(Runnable task, long delayNanos);

  /** Lets the running task finish, drops the others and ends. */
  @Override
  void close();

  /** A scheduler with a daemon thread of its own, which nothing interrupts. */
  static TaskScheduler onThread(String threadName) {
    return new ThreadScheduler(threadName);
  }

  /** A task that has not run yet. */
  interface ScheduledTask {
    /** Takes the task back if it has not started. */
    void cancel();
  }
}
