package dev.spillway.server.config;

import dev.spillway.Mode;

/**
 * How many requests are worked on at once.
 *
 * @param mode how far that goes
 * @param slots that many at once; not those whose bodies, or whose logs, are waited for
 */
public record LimitConfig(Mode mode, int slots) {
  private static final int BY_PROCESSOR = 4;
  private static final int LEAST = 16;

  /** In force, with slots for this machine. */
  public static LimitConfig standard() {
    return new LimitConfig(Mode.ENFORCE, standardSlots());
  }

  /** Four for each processor, because some wait for a lock now and then, and at least sixteen. */
  static int standardSlots() {
    return Math.max(LEAST, BY_PROCESSOR * Runtime.getRuntime().availableProcessors());
  }
}
