package dev.spillway.spill;

import dev.spillway.queue.DiskState;

/**
 * Which marks the free space has passed, with hysteresis. Immutable.
 *
 * <p>What counts is the room that would be left after one more segment. A mark is passed as soon as
 * that is below it, and taken back when it is above it by an eighth of what is to be kept free. The
 * marks are multiples of that: 1 for full, 2 for low, and those of {@link #STEPS} for the lanes.
 *
 * @param state {@link DiskState#HEALTHY}, {@link DiskState#LOW} or {@link DiskState#FULL}
 * @param lanes how many lanes, from the highest on, are above their steps
 */
record DiskMarks(DiskState state, int lanes) {
  static final DiskMarks FREE = new DiskMarks(DiskState.HEALTHY, LaneNames.PRIORITIES);

  /** By priority: how much must be left, in quarters of what is to be kept free. */
  private static final int[] STEPS = {4, 5, 6, 7, 8};

  private static final int QUARTERS = 4;
  private static final int MARGIN_PART = 8;
  private static final int FULL_STEP = STEPS[0];
  private static final int LOW_STEP = STEPS[STEPS.length - 1];

  /** Nothing more fits, whatever the file system says. */
  DiskMarks full() {
    return new DiskMarks(DiskState.FULL, 0);
  }

  /**
   * The marks that are passed now.
   *
   * @param leftBytes of free space after one more segment
   */
  DiskMarks next(long leftBytes, long keepFreeBytes) {
    long marginBytes = keepFreeBytes / MARGIN_PART;
    int open = 0;
    while (open < STEPS.length
        && isAbove(STEPS[open], leftBytes, keepFreeBytes, open < lanes ? 0 : marginBytes)) {
      open++;
    }
    DiskState next = DiskState.HEALTHY;
    boolean wasFull = state == DiskState.FULL;
    boolean wasLow = state != DiskState.HEALTHY;
    if (!isAbove(FULL_STEP, leftBytes, keepFreeBytes, wasFull ? marginBytes : 0)) {
      next = DiskState.FULL;
    } else if (keepFreeBytes > 0
        && !isAbove(LOW_STEP, leftBytes, keepFreeBytes, wasLow ? marginBytes : 0)) {
      next = DiskState.LOW;
    }
    return new DiskMarks(next, open);
  }

  private static boolean isAbove(int step, long leftBytes, long keepFreeBytes, long margin) {
    return leftBytes >= keepFreeBytes / QUARTERS * step + margin;
  }
}
