package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.WaitFigures;
import dev.spillway.internal.WaitSnapshot;

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
        WaitSnapshot.of(lane.delivery().waits()));
  }
}
