package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.internal.Histogram;
import dev.spillway.internal.TimeBounds;
import java.util.List;

/** The figures of one lane at one moment. */
record LaneSnapshot(
    Priority priority,
    Account account,
    boolean inDiskMode,
    long inMemory,
    long capacity,
    long inLog,
    double logUtilization,
    long retrying,
    PressureFigures pressure,
    WaitFigures waits)
    implements LaneFigures {
  /** Called with the lane's lock held. */
  static LaneSnapshot of(Lane lane) {
    long inMemory = lane.inMemory();
    long inLog = lane.delivery().held();
    return new LaneSnapshot(
        lane.priority(),
        lane.counts().snapshot(inMemory + inLog),
        lane.inDiskMode(),
        inMemory,
        lane.memory().capacity(),
        inLog,
        lane.logUtilization(),
        lane.delivery().retrying(),
        lane.gauge().figures(lane.policy()),
        waitsOf(lane.delivery().waits()));
  }

  private static WaitFigures waitsOf(Histogram waits) {
    return new WaitSnapshot(
        waits.count(),
        waits.valueAt(0.50),
        waits.valueAt(0.95),
        waits.valueAt(0.99),
        waits.max(),
        waits.total(),
        TimeBounds.buckets(waits, TimeBucket::new));
  }

  private record WaitSnapshot(
      long count,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      long maxNanos,
      double totalNanos,
      List<TimeBucket> buckets)
      implements WaitFigures {}
}
