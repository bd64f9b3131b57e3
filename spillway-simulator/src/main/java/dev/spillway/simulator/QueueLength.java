package dev.spillway.simulator;

/** How many wait, as a mean for each of some steps of equal length. Not thread-safe. */
final class QueueLength {
  private final long stepNanos;
  private final double[] areas;
  private int waiting;
  private long lastNanos;

  QueueLength(int steps, long stepNanos) {
    this.stepNanos = stepNanos;
    areas = new double[steps];
  }

  /** So many more, or fewer, wait from {@code nowNanos} on. */
  void change(long nowNanos, int by) {
    while (lastNanos < nowNanos) {
      int step = (int) Math.min(Integer.MAX_VALUE, lastNanos / stepNanos);
      if (step >= areas.length) {
        lastNanos = nowNanos;
      } else {
        long endNanos = Math.min(nowNanos, (step + 1L) * stepNanos);
        areas[step] += waiting * (double) (endNanos - lastNanos);
        lastNanos = endNanos;
      }
    }
    waiting += by;
  }

  double mean(int step) {
    return areas[step] / stepNanos;
  }
}
