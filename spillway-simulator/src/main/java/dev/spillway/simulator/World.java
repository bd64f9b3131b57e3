package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.time.TaskScheduler;

/**
 * What a policy sees of a run, and what it may do. For threads that call the policy, and those of
 * its scheduler.
 */
public interface World {
  /** The time, and tasks to come. */
  TaskScheduler scheduler();

  /** Nanoseconds since the run began. */
  long nowNanos();

  /** Hands a call to the plant, which queues what finds no idle server. */
  void start(Call call);

  /** Tells the caller no; costs the plant what a refusal costs. */
  void refuse(Call call);

  /** Tells the caller that its call is done later; from then on it may be started, also again. */
  void accept(Call call);

  /**
   * Lets the caller lose its connection before it has an answer. Its call may have been kept, so it
   * may still be started.
   */
  void drop(Call call);

  /** Whether time goes in steps, in one thread; otherwise it is this machine's. */
  boolean isVirtual();

  /** What happens, as far as its file says. */
  Scenario scenario();

  /** When a call is over that an idle server begins now; for oracles alone. */
  long finishNanos(Call call);

  /** How long a call takes as things are now; for oracles alone. */
  long serviceNanos(Call call);
}
