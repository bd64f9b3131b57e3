package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;

/** One metric over time, drawn for each recording of a picture in a column of its own. */
interface Panel {
  String heading();

  double height();

  /** Whether there is anything to see in {@code recording}. */
  boolean shows(Recording recording);

  /** The value at the upper edge, so that columns can share the greatest. */
  double top(Recording recording);

  void draw(Svg svg, Box box, Recording recording, double top);

  /** The priorities upon each other, critical at the bottom. */
  record Stack(String heading, double height, Metric metric, Bound bound) implements Panel {
    private static final int MOST_STEPS = 3;

    /** A level that is drawn across; none where the value is 0. */
    record Bound(double value, String words) {
      static final Bound NONE = new Bound(0, "");
    }

    @Override
    public boolean shows(Recording recording) {
      return !recording.isZero(metric);
    }

    @Override
    public double top(Recording recording) {
      return Math.max(1, 1.08 * Math.max(recording.greatestSum(metric), bound.value()));
    }

    @Override
    public void draw(Svg svg, Box box, Recording recording, double top) {
      double[][] lines = recording.lines(metric);
      Plot plot = new Plot(box, lines[0].length, top);
      drawAxis(svg, plot);
      double[] lower = new double[lines[0].length];
      for (Priority priority : Priority.values()) {
        double[] upper = lower.clone();
        boolean any = false;
        for (int index = 0; index < upper.length; index++) {
          upper[index] += lines[priority.ordinal()][index];
          any |= upper[index] > lower[index];
        }
        if (any) {
          svg.shape(priority.token(), plot.between(lower, upper));
        }
        lower = upper;
      }
      drawBound(svg, plot);
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

    private void drawBound(Svg svg, Plot plot) {
      if (bound.value() > 0) {
        svg.line("bound", plot.at(0, bound.value()), plot.at(plot.samples(), bound.value()));
        Point label = new Point(plot.box().right(), plot.y(bound.value()) - 4);
        svg.words("ink right", label, bound.words());
      }
    }
  }

  /** A strip for each priority, from 0 to the same top. */
  record Strips(String heading, Metric metric, Scale scale) implements Panel {
    private static final double STRIP = 20;
    private static final double GAP = 4;

    /**
     * How high the strips are.
     *
     * @param top the value at their upper edges; 0 for the greatest that occurs
     * @param mark a value that is marked in each; 0 for none
     * @param unit what stands behind the top's number
     */
    record Scale(double top, double mark, String unit) {}

    @Override
    public double height() {
      return Priority.values().length * (STRIP + GAP) - GAP;
    }

    @Override
    public boolean shows(Recording recording) {
      return !recording.isZero(metric);
    }

    @Override
    public double top(Recording recording) {
      return scale.top() > 0 ? scale.top() : Math.max(1, Math.ceil(recording.greatest(metric)));
    }

    @Override
    public void draw(Svg svg, Box box, Recording recording, double top) {
      for (Priority priority : Priority.values()) {
        double[] line = recording.line(metric, priority);
        double stripTop = box.top() + priority.ordinal() * (STRIP + GAP);
        Box strip = new Box(box.left(), stripTop, box.width(), STRIP);
        Plot plot = new Plot(strip, line.length, top);
        svg.rectangle("lane", strip);
        svg.shape(priority.token(), plot.between(new double[line.length], line));
        if (scale.mark() > 0) {
          svg.line("mark", plot.at(0, scale.mark()), plot.at(line.length, scale.mark()));
        }
        svg.line("axis", plot.at(0, 0), plot.at(line.length, 0));
        svg.words("right", new Point(box.left() - 6, strip.bottom() - 6), priority.token());
        svg.words("ink right", new Point(box.right() - 4, strip.bottom() - 6), peak(line));
      }
    }

    private String peak(double[] line) {
      double greatest = 0;
      for (double value : line) {
        greatest = Math.max(greatest, value);
      }
      double shown = scale.unit().equals("%") ? greatest * 100 : greatest;
      return "≤ " + Svg.grouped((long) Math.ceil(shown - 1e-9)) + " " + scale.unit();
    }
  }
}
