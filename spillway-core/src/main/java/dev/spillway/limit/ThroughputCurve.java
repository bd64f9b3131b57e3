package dev.spillway.limit;

import java.util.ArrayList;
import java.util.List;

/**
 * How much is done at which concurrency, as far as was seen, and where most is done. Guarded by the
 * limiter's lock.
 *
 * <p>Over the logarithm of concurrency, the logarithm of throughput rises with slope 1 as long as
 * calls do not hinder each other, is flat once something is used up, and falls where more calls do
 * less (N. Gunther's universal scalability law). A parabola through what was measured near the best
 * finds the peak from few and noisy samples; each doubling of concurrency has to bring a tenth of
 * that, so that of a flat stretch the least is chosen, which has the shortest calls.
 */
final class ThroughputCurve {
  /** The slope below which more concurrency is not worth its longer calls. */
  private static final double WORTH = 0.1;

  /** What was measured so near to a point, as a logarithm, is the same point. */
  private static final double SAME = 0.08;

  /** A step beyond what was measured, as a logarithm: a doubling. */
  private static final double STEP = 0.6931471805599453;

  /** What is farther from the best says little about its surroundings. */
  private static final double NEAR = 2.2 * STEP;

  /** A point weighs no more, so that it follows what changes slowly. */
  private static final double MOST_WEIGHT = 1_024;

  /** So many standard errors, and so much, from what was known is a change. */
  private static final double ERRORS = 4;

  private static final double CHANGE = 0.25;

  private final List<Point> points = new ArrayList<>();

  /** At how many concurrencies something was measured. */
  int size() {
    return points.size();
  }

  void clear() {
    points.clear();
  }

  /**
   * Adds {@code done} completions at a concurrency. What contradicts it is forgotten, because the
   * service has changed since: throughput never changes by a greater factor than concurrency.
   *
   * @return whether something was forgotten
   */
  boolean add(double concurrency, double done, double nanos) {
    Point added = new Point(StrictMath.log(concurrency), StrictMath.log(done / nanos), done);
    boolean forgotten = points.removeIf(point -> point.contradicts(added));
    for (Point point : points) {
      if (StrictMath.abs(point.at - added.at) < SAME) {
        point.merge(added);
        return forgotten;
      }
    }
    points.add(added);
    points.sort((one, other) -> Double.compare(one.at, other.at));
    return forgotten;
  }

  /** Where most should be done: a concurrency at most a doubling beyond what was measured. */
  double best() {
    Point centre = bestMeasured();
    double first = points.get(0).at;
    double last = points.get(points.size() - 1).at;
    double peak = peak(centre);
    return StrictMath.exp(Math.max(first - STEP, Math.min(last + STEP, peak)));
  }

  private Point bestMeasured() {
    Point best = points.get(0);
    for (Point point : points) {
      if (point.rate - WORTH * point.at > best.rate - WORTH * best.at) {
        best = point;
      }
    }
    return best;
  }

  /** The peak of the parabola near a point; without one, a step uphill. */
  private double peak(Point centre) {
    Parabola parabola = new Parabola();
    int near = 0;
    for (Point point : points) {
      double distance = point.at - centre.at;
      double nearness = 1 - distance * distance / (NEAR * NEAR);
      if (nearness > 0) {
        parabola.add(distance, point.rate - WORTH * point.at, point.weight * nearness * nearness);
        near++;
      }
    }
    if (near == 1) {
      return centre.at + STEP;
    }
    double peak = near == 2 ? Double.NaN : parabola.peak();
    return centre.at + (Double.isNaN(peak) ? StrictMath.copySign(STEP, parabola.slope()) : peak);
  }

  /** What was seen at one concurrency, both as logarithms. */
  private static final class Point {
    private double at;
    private double rate;
    private double weight;

    Point(double at, double rate, double weight) {
      this.at = at;
      this.rate = rate;
      this.weight = weight;
    }

    boolean contradicts(Point newer) {
      double error = StrictMath.sqrt(1 / weight + 1 / newer.weight);
      double chance = Math.max(CHANGE, ERRORS * error);
      return StrictMath.abs(newer.rate - rate) > StrictMath.abs(newer.at - at) + chance;
    }

    void merge(Point newer) {
      double share = newer.weight / (weight + newer.weight);
      at += (newer.at - at) * share;
      rate += (newer.rate - rate) * share;
      weight = Math.min(MOST_WEIGHT, weight + newer.weight);
    }
  }
}
