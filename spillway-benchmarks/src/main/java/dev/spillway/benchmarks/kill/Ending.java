package dev.spillway.benchmarks.kill;

/** How a life is meant to end. */
enum Ending {
  /** Killed while it works. */
  KILLED_AT_WORK,
  /** Killed while it opens the log. */
  KILLED_IN_RECOVERY,
  /** Told to stop, and killed meanwhile. */
  KILLED_IN_SHUTDOWN,
  /** Told to stop, and left to it. */
  STOPPED,
  /** Offers nothing, delivers all that is held, dead letters too, and stops. */
  DRAINED
}
