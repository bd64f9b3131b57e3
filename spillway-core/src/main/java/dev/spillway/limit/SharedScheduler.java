package dev.spillway.limit;

import dev.spillway.time.TaskScheduler;

/** One daemon thread that tidies all limiters which have no scheduler of their own. */
final class SharedScheduler {
  private static final class Holder {
    private static final TaskScheduler SCHEDULER = TaskScheduler.onThread("spillway-limiters");
  }

  private SharedScheduler() {}

  static TaskScheduler get() {
    return Holder.SCHEDULER;
  }
}
