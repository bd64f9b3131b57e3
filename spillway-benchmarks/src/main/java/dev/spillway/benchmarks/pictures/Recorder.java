package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.queue.Account;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Looks at a queue and its producers at regular times. */
final class Recorder {
  static final Duration EVERY = Duration.ofMillis(200);

  private static final double PER_SECOND = 1_000.0 / EVERY.toMillis();
  private static final Priority[] PRIORITIES = Priority.values();

  private final EventQueue queue;
  private final List<Producer> producers;
  private final double[][][] samples;
  private final long[][] before = new long[Metric.values().length][PRIORITIES.length];
  private int taken;

  Recorder(EventQueue queue, List<Producer> producers, Duration length) {
    this.queue = queue;
    this.producers = producers;
    int count = (int) (length.toMillis() / EVERY.toMillis());
    samples = new double[Metric.values().length][PRIORITIES.length][count];
  }

  boolean isFull() {
    return taken == samples[0][0].length;
  }

  void sample() {
    for (LaneFigures lane : lanes()) {
      Account account = lane.account();
      Priority priority = lane.priority();
      rate(Metric.OFFERED, priority, account.offered());
      rate(Metric.DELIVERED, priority, account.delivered());
      rate(Metric.REFUSED, priority, account.refusedTotal());
      rate(Metric.DISPLACED, priority, account.displaced());
      put(Metric.FILL, priority, lane.pressure().utilization());
      put(Metric.IN_LOG, priority, lane.inLog());
    }
    for (Producer producer : producers) {
      add(Metric.HELD_BACK, producer.priority(), producer.heldBack());
      double toldMillis = producer.takeLongestToldNanos() / 1e6;
      double[] delays = samples[Metric.DELAY.ordinal()][producer.priority().ordinal()];
      delays[taken] = Math.max(delays[taken], toldMillis);
    }
    taken++;
  }

  private void rate(Metric metric, Priority priority, long total) {
    long[] last = before[metric.ordinal()];
    put(metric, priority, (total - last[priority.ordinal()]) * PER_SECOND);
    last[priority.ordinal()] = total;
  }

  private void put(Metric metric, Priority priority, double value) {
    samples[metric.ordinal()][priority.ordinal()][taken] = value;
  }

  private void add(Metric metric, Priority priority, double value) {
    samples[metric.ordinal()][priority.ordinal()][taken] += value;
  }

  private List<LaneFigures> lanes() {
    var lanes = queue.figures().lanes();
    List<LaneFigures> inOrder = new ArrayList<>();
    Arrays.stream(PRIORITIES)
        .forEach(priority -> inOrder.add(Objects.requireNonNull(lanes.get(priority))));
    return inOrder;
  }

  Recording recording() {
    return new Recording(samples, lanes());
  }
}
