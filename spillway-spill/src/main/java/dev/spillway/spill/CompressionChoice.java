package dev.spillway.spill;

import java.util.concurrent.TimeUnit;

/**
 * Whether blocks are compressed. As long as the writer keeps up they are, because then the disk
 * holds more for nothing. A writer that is busy all the time tries both ways, a window of time
 * each, and goes the one that gets more records to the disk; now and then it tries the other again,
 * since disks and processors have other work too. For the writer's thread.
 */
final class CompressionChoice {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long WINDOW_BYTES = 8 << 20;

  /** Above this part of a window, the writer keeps others waiting. */
  private static final double BUSY = 0.9;

  /** What leaving it out must gain to be worth the room on the disk. */
  private static final double LEAST_GAIN = 1.2;

  /** Of an average, the share of its last window. */
  private static final double NEWEST_SHARE = 0.125;

  /** The way that was found slower is tried once in so many windows. */
  private static final int WINDOWS_PER_TRIAL = 32;

  private boolean compressing = true;
  private double compressedCost; // nanoseconds of work per byte, 0 when unknown
  private double plainCost;
  private int windowsToTrial;
  private boolean begun;
  private long beganNanos;
  private long workedNanos;
  private long bytes;

  boolean isCompressing() {
    return compressing;
  }

  /** The writer has written and forced {@code rawBytes} of records within these times. */
  void wrote(long rawBytes, long fromNanos, long toNanos) {
    if (!begun) {
      begun = true;
      beganNanos = fromNanos;
    }
    workedNanos += toNanos - fromNanos;
    bytes += rawBytes;
    long elapsedNanos = toNanos - beganNanos;
    if (elapsedNanos < WINDOW_NANOS || (bytes < WINDOW_BYTES && isBusy(elapsedNanos))) {
      return;
    }
    if (isBusy(elapsedNanos)) {
      choose((double) workedNanos / bytes);
    } else {
      compressing = true;
      compressedCost = 0;
      plainCost = 0;
    }
    begun = false;
    workedNanos = 0;
    bytes = 0;
  }

  private boolean isBusy(long elapsedNanos) {
    return workedNanos >= BUSY * elapsedNanos;
  }

  private void choose(double cost) {
    if (compressing) {
      compressedCost = average(compressedCost, cost);
    } else {
      plainCost = average(plainCost, cost);
    }
    boolean unknown = compressedCost == 0 || plainCost == 0;
    if (unknown || windowsToTrial == 0) {
      windowsToTrial = WINDOWS_PER_TRIAL;
      compressing = !compressing;
    } else {
      windowsToTrial--;
      compressing = compressedCost < plainCost * LEAST_GAIN;
    }
  }

  /**
   * A new segment, which the way that fills more of them waits for more often, is in few windows.
   */
  private static double average(double before, double cost) {
    return before == 0 ? cost : before + (cost - before) * NEWEST_SHARE;
  }
}
