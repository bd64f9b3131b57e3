package dev.spillway.benchmarks.pictures;

import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A box in which time goes to the right and a value upwards. Immutable.
 *
 * @param box where it is
 * @param samples how many samples it is wide
 * @param top the value at its upper edge, above 0
 */
record Plot(Box box, int samples, double top) {
  /** The middle of a sample stands for it. */
  double x(double sample) {
    return box.left() + box.width() * sample / samples;
  }

  double y(double value) {
    return box.bottom() - box.height() * Math.min(1, value / top);
  }

  Point at(double sample, double value) {
    return new Point(x(sample), y(value));
  }

  /** The corners of the area between two lines, without those that lie on a level stretch. */
  List<Point> between(double[] lower, double[] upper) {
    List<Point> corners = new ArrayList<>(along(upper));
    List<Point> back = along(lower);
    Collections.reverse(back);
    corners.addAll(back);
    return corners;
  }

  private List<Point> along(double[] line) {
    List<Point> points = new ArrayList<>();
    points.add(at(0, line[0]));
    for (int index = 0; index < line.length; index++) {
      boolean level =
          index > 0
              && index < line.length - 1
              && line[index] == line[index - 1]
              && line[index] == line[index + 1];
      if (!level) {
        points.add(at(index + 1, line[index]));
      }
    }
    return points;
  }

  /** Round steps for an axis with at most {@code most} of them. */
  double step(int most) {
    double step = 1;
    while (top / step > most * 10.0) {
      step *= 10;
    }
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (top / (step * factor) <= most) {
        return step * factor;
      }
    }
    return step * 20;
  }
}
