package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.queue.LaneFigures;
import java.util.Arrays;
import java.util.List;

/** What a run did: a line of samples for each metric and priority, and the figures at its end. */
final class Recording {
  private final double[][][] samples;
  private final List<LaneFigures> atRest;

  /**
   * A recording.
   *
   * @param samples by metric, priority and time; owned by this from now on
   * @param atRest by priority, when all was delivered
   */
  Recording(double[][][] samples, List<LaneFigures> atRest) {
    this.samples = samples;
    this.atRest = List.copyOf(atRest);
  }

  double[] line(Metric metric, Priority priority) {
    return samples[metric.ordinal()][priority.ordinal()];
  }

  /** The lines of all priorities, critical first. */
  double[][] lines(Metric metric) {
    return samples[metric.ordinal()];
  }

  LaneFigures atRest(Priority priority) {
    return atRest.get(priority.ordinal());
  }

  boolean isZero(Metric metric) {
    return greatest(metric) == 0;
  }

  /** The greatest sample of any priority. */
  double greatest(Metric metric) {
    return Arrays.stream(lines(metric)).flatMapToDouble(Arrays::stream).max().orElse(0);
  }
}
