package dev.spillway.spill;

import dev.spillway.Priority;

/** The numbers and names of the lanes of a directory. */
@SuppressWarnings("EnumOrdinal") // the ordinal is the lane by definition of Priority
final class LaneNames {
  static final int PRIORITIES = Priority.values().length;
  static final int DEAD_LETTERS = 2 * PRIORITIES;
  static final int COUNT = DEAD_LETTERS + 1;

  private static final String CARRIED = "-carried";
  private static final String[] NAMES = new String[COUNT];

  static {
    for (Priority priority : Priority.values()) {
      NAMES[backlog(priority)] = priority.token();
      NAMES[carryOver(priority)] = priority.token() + CARRIED;
    }
    NAMES[DEAD_LETTERS] = "dead-letters";
  }

  private LaneNames() {}

  static int backlog(Priority priority) {
    return priority.ordinal();
  }

  static int carryOver(Priority priority) {
    return PRIORITIES + priority.ordinal();
  }

  static boolean isBacklog(int lane) {
    return lane < PRIORITIES;
  }

  static boolean isCarryOver(int lane) {
    return lane >= PRIORITIES && lane < DEAD_LETTERS;
  }

  /**
   * Whether segments grow with what is written to them: what a stop carries over must need little
   * room, and a few dead letters of each run must not take a whole segment.
   */
  static boolean isGrowing(int lane) {
    return lane >= PRIORITIES;
  }

  static String name(int lane) {
    return NAMES[lane];
  }

  /** The lane called {@code name}, or -1. */
  static int index(String name) {
    for (int lane = 0; lane < COUNT; lane++) {
      if (NAMES[lane].equals(name)) {
        return lane;
      }
    }
    return -1;
  }
}
