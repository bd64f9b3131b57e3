package dev.spillway.simulator.peers;

import dev.spillway.Priority;

/**
 * Cinnamon's controller: from what entered and left the queue to a share of requests to reject, and
 * from that share to a priority.
 *
 * <p>Twice a second the error is (entered - left - free slots) / left, and the share is Kp error +
 * Ki (integral of error), with Kp = 0.1 and Ki = 1.4 as published and without a D term, which is
 * published as not worth having. The integral is over seconds and kept where it can still move the
 * share, between 0 and 1; the articles do not say how they bound it. The threshold is that share of
 * the last 1,000 requests' priorities, from the least important. Only what was taken for work has
 * left; what timed out in the queue has not.
 */
final class RejectionControl {
  private static final double KP = 0.1;
  private static final double KI = 1.4;
  private static final double PERIOD_SECONDS = 0.5;
  private static final int SAMPLE = 1_000;
  private static final int LEVELS = Priority.values().length * Cohorts.COUNT;

  private final int[] sample = new int[SAMPLE];
  private final int[] counts = new int[LEVELS];
  private int seen;
  private double integral;
  private double share;
  private int threshold = LEVELS - 1;

  /** Takes a request's priority into the sample, 0 being the most important. */
  void saw(int priority) {
    int index = seen % SAMPLE;
    if (seen >= SAMPLE) {
      counts[sample[index]]--;
    }
    sample[index] = priority;
    counts[priority]++;
    seen++;
  }

  void update(Period period) {
    double left = period.left() == 0 ? period.limit() : period.left();
    double error = (period.entered() - period.left() - period.free()) / left;
    integral = clamp(integral + error * PERIOD_SECONDS, 1 / KI);
    share = clamp(KP * error + KI * integral, 1);
    threshold = thresholdFor(share * Math.min(seen, SAMPLE));
  }

  private static double clamp(double value, double most) {
    return Math.max(0, Math.min(most, value));
  }

  private int thresholdFor(double rejects) {
    int priority = LEVELS - 1;
    int sum = 0;
    while (priority >= 0 && sum + counts[priority] <= rejects) {
      sum += counts[priority];
      priority--;
    }
    return rejects <= 0 ? LEVELS - 1 : priority;
  }

  /** The share of requests that are to be rejected. */
  double share() {
    return share;
  }

  /** The least important priority that is let in, or -1. */
  int threshold() {
    return threshold;
  }

  /** What happened between two updates. */
  record Period(int entered, int left, int free, int limit) {}
}
