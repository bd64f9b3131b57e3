package dev.spillway.delivery;

import dev.spillway.TimeBucket;
import dev.spillway.internal.Histogram;
import dev.spillway.internal.TimeBounds;
import java.util.List;

/**
 * How long calls took, in all and of late. Guarded by its owner.
 *
 * <p>Of late means the current interval and the one before, so that the figures never rest on an
 * interval that has just begun.
 */
final class CallTimes {
  private final long intervalNanos;
  private final Histogram total = new Histogram();
  private final Histogram current = new Histogram();
  private final Histogram previous = new Histogram();
  private long startNanos;
  private boolean hasPrevious;

  CallTimes(long intervalNanos, long nowNanos) {
    this.intervalNanos = intervalNanos;
    startNanos = nowNanos;
  }

  void record(long callNanos, long nowNanos) {
    turnTo(nowNanos);
    total.record(callNanos);
    current.record(callNanos);
  }

  private void turnTo(long nowNanos) {
    long turns = Math.max(0, nowNanos - startNanos) / intervalNanos;
    if (turns > 0) {
      previous.clear();
      if (turns == 1) {
        previous.add(current);
      }
      current.clear();
      startNanos += turns * intervalNanos;
      hasPrevious = true;
    }
  }

  CallTimeFigures total() {
    return figuresOf(total);
  }

  CallTimeFigures recent(long nowNanos) {
    turnTo(nowNanos);
    Histogram recent = current.copy();
    recent.add(previous);
    return figuresOf(recent);
  }

  double recentPerSecond(long nowNanos) {
    turnTo(nowNanos);
    long coveredNanos = nowNanos - startNanos + (hasPrevious ? intervalNanos : 0);
    return coveredNanos <= 0 ? 0 : (current.count() + previous.count()) * 1e9 / coveredNanos;
  }

  private static CallTimeFigures figuresOf(Histogram times) {
    return new Figures(
        times.count(),
        times.min(),
        times.max(),
        Math.round(times.mean()),
        times.valueAt(0.50),
        times.valueAt(0.95),
        times.valueAt(0.99),
        times.total(),
        TimeBounds.buckets(times));
  }

  private record Figures(
      long count,
      long minNanos,
      long maxNanos,
      long meanNanos,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      double totalNanos,
      List<TimeBucket> buckets)
      implements CallTimeFigures {}
}
