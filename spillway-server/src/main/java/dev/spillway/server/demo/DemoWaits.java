package dev.spillway.server.demo;

import dev.spillway.Priority;
import dev.spillway.queue.BatchView;
import dev.spillway.server.demo.DemoPlan.Stall;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long each event waited for its first delivery, as the sink saw it. Thread-safe. */
public final class DemoWaits {
  private final List<Stall> stalls;

  /** Guarded by this. */
  private final Map<Priority, Lane> lanes = new EnumMap<>(Priority.class);

  DemoWaits(DemoPlan plan) {
    stalls = plan.stalls();
    for (Priority priority : Priority.values()) {
      lanes.put(priority, new Lane());
    }
  }

  synchronized void started(BatchView batch, long nowMillis) {
    Lane lane = lane(batch.priority());
    lane.handed += batch.size();
    for (int index = 0; index < batch.size(); index++) {
      if (batch.attempt(index) == 1) {
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(batch.waitNanos(index));
        lane.all.add(waitMillis);
        long acceptedMillis = nowMillis - waitMillis;
        if (stalls.stream().noneMatch(stall -> stall.overlaps(acceptedMillis, nowMillis))) {
          lane.outsideStalls.add(waitMillis);
        }
      }
    }
  }

  private Lane lane(Priority priority) {
    Lane lane = lanes.get(priority);
    if (lane == null) {
      throw new IllegalStateException("no lane for " + priority);
    }
    return lane;
  }

  /** Events handed to the sink, redeliveries included. */
  synchronized long handed(Priority priority) {
    return lane(priority).handed;
  }

  synchronized Quantiles all(Priority priority) {
    return lane(priority).all.quantiles();
  }

  /** Of events whose wait touched no stall. */
  synchronized Quantiles outsideStalls(Priority priority) {
    return lane(priority).outsideStalls.quantiles();
  }

  /** In milliseconds. */
  public record Quantiles(long p50, long p95, long p99, long max) {}

  private static final class Lane {
    private final Sample all = new Sample();
    private final Sample outsideStalls = new Sample();
    private long handed;
  }

  private static final class Sample {
    private long[] millis = new long[1_024];
    private int size;

    void add(long value) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, size * 2);
      }
      millis[size++] = value;
    }

    Quantiles quantiles() {
      long[] sorted = Arrays.copyOf(millis, size);
      Arrays.sort(sorted);
      return new Quantiles(at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
    }

    private static long at(long[] sorted, double quantile) {
      int rank = (int) Math.ceil(quantile * sorted.length);
      return sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)];
    }
  }
}
