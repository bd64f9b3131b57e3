package dev.spillway.queue;

import java.util.Locale;

/**
 * How the disk under a {@link SpillStore} does, from good to bad. Each state is left by itself when
 * its cause ends.
 */
public enum DiskState {
  /** Nothing to tell. */
  HEALTHY("nothing is to be done"),
  /** Everything is taken, but forces take long, and so do durable answers. */
  SLOW("look for what else uses the disk; durable answers wait that long"),
  /** There is little room beyond what is kept free. */
  LOW("make room on it, or let the sink catch up; events are still taken"),
  /** There is no room for another segment; what fits into those that are there is taken. */
  FULL("make room on it, or let the sink catch up; what is held is kept and delivered"),
  /** Nothing can be written; what is held is delivered. */
  READ_ONLY("make it writable again; what is held is kept and delivered"),
  /** Writes or forces fail. */
  FAILING("look at the system's log and at the device; what is held is kept and delivered");

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String advice;

  DiskState(String advice) {
    this.advice = advice;
  }

  /** The word in figures, logs and meters, such as {@code read-only}. */
  public String token() {
    return token;
  }

  /** What to do, for a person. */
  public String advice() {
    return advice;
  }

  /** Whether some of what must go to the disk is refused. */
  public boolean refuses() {
    return compareTo(FULL) >= 0;
  }

  /** Whether nothing can be written. */
  public boolean isStopped() {
    return compareTo(READ_ONLY) >= 0;
  }
}
