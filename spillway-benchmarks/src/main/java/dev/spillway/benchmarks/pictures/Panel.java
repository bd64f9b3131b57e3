package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import java.util.Arrays;
import java.util.List;

/** One thing over time, drawn for each recording of a picture in a column of its own. */
interface Panel {
  String heading();

  double height();

  /** Whether there is anything to see in {@code recording}. */
  boolean shows(Recording recording);

  /** The value at the upper edge, so that columns can share the greatest. */
  double top(Recording recording);

  void draw(Svg svg, Box box, Recording recording, double top);

  /** A level that is drawn across; none where it is 0. */
  record Bound(double value) {
    static final Bound NONE = new Bound(0);

    void draw(Svg svg, Plot plot) {
      if (value > 0) {
        svg.line("bound", plot.at(0, value), plot.at(plot.samples(), value));
      }
    }
  }

  /** The priorities upon each other, critical at the bottom. */
  record Stack(String heading, double height, Metric metric, Bound bound) implements Panel {
    private static final List<String> LOOKS =
        Arrays.stream(Priority.values()).map(Priority::token).toList();

    @Override
    public boolean shows(Recording recording) {
      return !recording.isZero(metric);
    }

    @Override
    public double top(Recording recording) {
      return Math.max(1, 1.08 * Math.max(layers(recording).greatest(), bound.value()));
    }

    @Override
    public void draw(Svg svg, Box box, Recording recording, double top) {
      Layers layers = layers(recording);
      layers.draw(svg, box, top);
      bound.draw(svg, new Plot(box, layers.samples(), top));
    }

    private Layers layers(Recording recording) {
      return new Layers(LOOKS, recording.lines(metric));
    }
  }

  /**
   * How high strips are.
   *
   * @param top the value at their upper edges; 0 for the greatest that occurs
   * @param mark a value that is marked in each; 0 for none
   * @param unit what stands behind the peak's number; percent are of 1
   */
  record Scale(double top, double mark, String unit) {
    String peak(double[] line) {
      double greatest = Arrays.stream(line).max().orElse(0);
      double shown = unit.equals("%") ? greatest * 100 : greatest;
      return Svg.grouped((long) Math.ceil(shown - 1e-9)) + " " + unit;
    }
  }

  /** A strip for each priority, from 0 to the same top. */
  record Strips(String heading, Metric metric, Scale scale) implements Panel {
    private static final double STRIP = 20;
    private static final double GAP = 4;

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
        svg.words("", new Point(box.right() + 5, strip.bottom() - 6), scale.peak(line));
      }
    }
  }
}
