package dev.spillway.simulator;

import dev.spillway.time.TaskScheduler.ScheduledTask;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A plant in which calls hinder each other: with n at work each takes base + n linear + n² square
 * times its work, so that throughput has a peak at n = sqrt(base / square) and falls beyond it (N.
 * Gunther's universal scalability law).
 */
final class RetrogradePlant implements Plant {
  private static final double BASE = 4.5;
  private static final double LINEAR = 0.25;
  private static final double SQUARE = 0.03125;

  private final Simulation simulation;

  /** Those at work, by the progress at which they are done. */
  private final PriorityQueue<Entry> atWork =
      new PriorityQueue<>(
          Comparator.comparingDouble(Entry::doneAt).thenComparingInt(e -> e.call().task.index()));

  /** The work, in nanoseconds, that each call has done that was here from the start. */
  private double progress;

  private long lastNanos;
  private @Nullable ScheduledTask next;

  RetrogradePlant(Simulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public void start(Call call) {
    advance();
    simulation.began(call);
    atWork.add(new Entry(call, progress + call.workNanos()));
    plan();
  }

  private static double slowness(int n) {
    return BASE + LINEAR * n + SQUARE * n * n;
  }

  private void advance() {
    long nowNanos = simulation.nowNanos();
    if (!atWork.isEmpty()) {
      progress += (nowNanos - lastNanos) / slowness(atWork.size());
    }
    lastNanos = nowNanos;
  }

  private void plan() {
    if (next != null) {
      next.cancel();
    }
    Entry first = atWork.peek();
    next =
        first == null
            ? null
            : simulation.schedulePlant(
                this::done,
                (long)
                    Math.ceil(Math.max(0, (first.doneAt() - progress) * slowness(atWork.size()))));
  }

  private void done() {
    next = null;
    advance();
    Entry first = atWork.poll();
    plan();
    if (first != null) {
      simulation.finished(first.call());
    }
  }

  @Override
  public void refuse() {
    // an answer costs nothing here
  }

  @Override
  public long finishNanos(Call call, long nowNanos) {
    return nowNanos + serviceNanos(call, nowNanos);
  }

  @Override
  public long serviceNanos(Call call, long nowNanos) {
    return (long) (call.workNanos() * slowness(12));
  }

  private record Entry(Call call, double doneAt) {}
}
