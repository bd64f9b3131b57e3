package dev.spillway.benchmarks.pictures;

import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import java.util.List;

/** Lines drawn as areas upon each other, with an axis. */
final class Layers {
  private static final int MOST_STEPS = 3;

  private final List<String> looks;
  private final double[][] lines;

  /**
   * Layers.
   *
   * @param looks of the lines, the lowest first
   * @param lines of equal length
   */
  Layers(List<String> looks, double[][] lines) {
    this.looks = looks;
    this.lines = lines;
  }

  void draw(Svg svg, Box box, double top) {
    Plot plot = new Plot(box, lines[0].length, top);
    drawAxis(svg, plot);
    double[] lower = new double[lines[0].length];
    for (int line = 0; line < lines.length; line++) {
      double[] upper = lower.clone();
      boolean any = false;
      for (int index = 0; index < upper.length; index++) {
        upper[index] += lines[line][index];
        any |= upper[index] > lower[index];
      }
      if (any) {
        svg.shape(looks.get(line), plot.between(lower, upper));
      }
      lower = upper;
    }
    svg.line("axis", plot.at(0, 0), plot.at(plot.samples(), 0));
  }

  private static void drawAxis(Svg svg, Plot plot) {
    double step = plot.step(MOST_STEPS);
    for (double value = 0; value <= plot.top(); value += step) {
      svg.line("grid", plot.at(0, value), plot.at(plot.samples(), value));
      Point label = new Point(plot.box().left() - 6, plot.y(value) + 4);
      svg.words("right", label, Svg.grouped(Math.round(value)));
    }
  }

  int samples() {
    return lines[0].length;
  }

  /** The greatest sum of all lines at any time. */
  double greatest() {
    double greatest = 0;
    for (int index = 0; index < lines[0].length; index++) {
      double sum = 0;
      for (double[] line : lines) {
        sum += line[index];
      }
      greatest = Math.max(greatest, sum);
    }
    return greatest;
  }
}
