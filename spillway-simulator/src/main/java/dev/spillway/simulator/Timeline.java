package dev.spillway.simulator;

import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;

/** In which time a run goes, and which of its steps may go on at once. */
interface Timeline {
  /** Nanoseconds since the run began. */
  long nowNanos();

  /** The time and the tasks of policies. */
  TaskScheduler scheduler();

  /** Whether time stands still during a step. */
  boolean isVirtual();

  /** Lets the plant do something later. */
  ScheduledTask schedulePlant(Runnable step, long delayNanos);

  /** Lets clients do something later. */
  ScheduledTask scheduleClients(Runnable step, long delayNanos);

  /** How much too late the plant's present step is; 0 outside of its steps. */
  long plantLateNanos();

  /** Takes a step that has all but the policy to itself. */
  void step(Runnable step);

  /** Calls the policy from within a step, now or right after it. */
  void callPolicy(Runnable call);

  /**
   * Goes on until nothing is left to do, or until the end.
   *
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void run(long endNanos);
}
