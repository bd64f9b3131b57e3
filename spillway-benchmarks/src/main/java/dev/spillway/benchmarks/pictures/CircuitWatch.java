package dev.spillway.benchmarks.pictures;

import dev.spillway.benchmarks.pictures.Panel.Bound;
import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.circuit.CircuitState;
import java.util.ArrayList;
import java.util.List;

/** Looks at a circuit and its sink's calls at regular times, and draws what it saw. */
final class CircuitWatch {
  private static final double SAMPLE_SECONDS = Recorder.EVERY.toMillis() / 1e3;

  private final CircuitBreaker circuit;
  private final FailingSink sink;
  private final long startMillis;
  private final int seconds;
  private final List<Span> spans = new ArrayList<>();
  private final double[] failedPercent;
  private int taken;

  /** A time in one state. */
  private record Span(double fromSeconds, CircuitState state) {}

  CircuitWatch(CircuitBreaker circuit, FailingSink sink, Watched watched) {
    this.circuit = circuit;
    this.sink = sink;
    startMillis = watched.startMillis();
    seconds = watched.seconds();
    failedPercent = new double[(int) Math.round(seconds / SAMPLE_SECONDS)];
    spans.add(new Span(0, CircuitState.CLOSED));
    circuit.onMove(
        move -> spans.add(new Span((move.epochMillis() - startMillis) / 1e3, move.to())));
  }

  /** The time that is watched. */
  record Watched(long startMillis, int seconds) {}

  void sample() {
    failedPercent[taken++] = 100 * circuit.figures().failureRate();
  }

  /** Its state over time. */
  Panel states() {
    return new Fixed("Circuit; half-open yellow", 20, 1) {
      @Override
      void draw(Svg svg, Box box) {
        drawStates(svg, box);
      }
    };
  }

  private void drawStates(Svg svg, Box box) {
    for (int index = 0; index < spans.size(); index++) {
      Span span = spans.get(index);
      double until = index + 1 < spans.size() ? spans.get(index + 1).fromSeconds() : seconds;
      double left = box.left() + box.width() * span.fromSeconds() / seconds;
      double width = box.width() * (Math.min(until, seconds) - span.fromSeconds()) / seconds;
      if (width > 0) {
        String state = span.state().token();
        svg.rectangle(state, new Box(left, box.top(), width, box.height()));
        if (width > 9.0 * state.length()) {
          svg.words("middle on-" + state, new Point(left + width / 2, box.bottom() - 6), state);
        }
      }
    }
  }

  /** Calls made a second, by their outcome. */
  Panel calls() {
    double[][] rates = new double[2][failedPercent.length];
    for (FailingSink.Call call : sink.calls()) {
      int sample = (int) (call.atSeconds() / SAMPLE_SECONDS);
      if (sample < rates[0].length) {
        rates[call.success() ? 0 : 1][sample] += 1 / SAMPLE_SECONDS;
      }
    }
    Layers layers = new Layers(List.of("succeeded", "failed"), rates);
    double top = 1.08 * layers.greatest();
    return new Fixed("Calls of the sink, calls/s; failed ones violet", 64, top) {
      @Override
      void draw(Svg svg, Box box) {
        layers.draw(svg, box, top);
      }
    };
  }

  /** The share of failed calls by which it opens. */
  Panel failureRate(Bound bound) {
    return new Fixed("Failed calls of the last 5 s, %; opens at 30 % (dashed)", 64, 100) {
      @Override
      void draw(Svg svg, Box box) {
        new Layers(List.of("failed"), new double[][] {failedPercent}).draw(svg, box, 100);
        bound.draw(svg, new Plot(box, failedPercent.length, 100));
      }
    };
  }

  /** A panel that shows the same whatever the recording is. */
  private abstract static class Fixed implements Panel {
    private final String heading;
    private final double height;
    private final double top;

    Fixed(String heading, double height, double top) {
      this.heading = heading;
      this.height = height;
      this.top = top;
    }

    abstract void draw(Svg svg, Box box);

    @Override
    public String heading() {
      return heading;
    }

    @Override
    public double height() {
      return height;
    }

    @Override
    public boolean shows(Recording recording) {
      return true;
    }

    @Override
    public double top(Recording recording) {
      return top;
    }

    @Override
    public void draw(Svg svg, Box box, Recording recording, double sharedTop) {
      draw(svg, box);
    }
  }
}
