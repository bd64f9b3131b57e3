package dev.spillway.spill;

/**
 * Whether forces take long: so once some in a row took longer than the mark, until some in a row
 * took less than half of it. Not thread-safe.
 */
final class ForceTimes {
  private static final int SLOW_IN_A_ROW = 3;
  private static final int FAST_IN_A_ROW = 5;

  private final long slowNanos;
  private int inARow;
  private boolean slow;

  ForceTimes(long slowNanos) {
    this.slowNanos = slowNanos;
  }

  boolean isSlow() {
    return slow;
  }

  /** A force has taken {@code nanos}. */
  void took(long nanos) {
    boolean against = slow ? nanos < slowNanos / 2 : nanos >= slowNanos;
    inARow = against ? inARow + 1 : 0;
    if (inARow >= (slow ? FAST_IN_A_ROW : SLOW_IN_A_ROW)) {
      slow = !slow;
      inARow = 0;
    }
  }

  /** A force goes on for {@code nanos} already; one that hangs tells of nothing in a row. */
  boolean goesOn(long nanos) {
    if (nanos >= slowNanos && !slow) {
      slow = true;
      inARow = 0;
    }
    return slow;
  }
}
