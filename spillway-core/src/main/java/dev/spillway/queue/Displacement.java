package dev.spillway.queue;

import dev.spillway.queue.LaneMemory.Room;

/**
 * Pushes waiting, volatile events out of lower lanes so that one that matters more finds room.
 * Thread-safe: it takes one lane's lock at a time, and the caller holds none.
 *
 * <p>A pass starts at the lowest lane that has any. It takes no more than a share of that lane's
 * waiting events, half that share of the next lane's, and not more than is needed; the caller asks
 * again until there is room. The newest go first, so that what has waited longest is kept. Events
 * in delivery, or waiting for another try, stay: their sink may have seen them.
 */
final class Displacement {
  private static final int LANES_OF_A_PASS = 2;

  private final Lane[] lanes;

  /**
   * Displacement between {@code lanes}.
   *
   * @param lanes by priority; not read before the first call of {@link #reserve}
   */
  Displacement(Lane[] lanes) {
    this.lanes = lanes;
  }

  /**
   * Reserves room for events of {@code part} from {@code from} on, in order.
   *
   * @param shedShare the part of a lower lane that one pass displaces; 0 displaces nothing
   */
  int reserve(Lane lane, LanePart part, int from, double shedShare) {
    LaneMemory memory = lane.memory();
    int granted = memory.reserve(part, from);
    if (from + granted < part.count() && lane.tidying().tidy()) {
      granted += memory.reserve(part, from + granted);
    }
    while (shedShare > 0
        && from + granted < part.count()
        && makeRoom(lane, part, from + granted, shedShare)) {
      granted += memory.reserve(part, from + granted);
    }
    return granted;
  }

  /** For all events from {@code from} on, or at least for the first of them. */
  private boolean makeRoom(Lane lane, LanePart part, int from, double shedShare) {
    int count = part.count() - from;
    Room all = new Room(count, part.weightBytes(from, part.count()));
    return makeRoom(lane, all, shedShare)
        || (count > 1 && makeRoom(lane, new Room(1, part.event(from).weightBytes()), shedShare));
  }

  /** Makes one pass for {@code needed}; returns whether it is worth looking for room again. */
  private boolean makeRoom(Lane forLane, Room needed, double share) {
    Room missing = forLane.memory().missing(needed);
    if (missing.isNone()) {
      return true;
    }
    if (!canHelp(forLane, missing)) {
      return false;
    }
    double laneShare = share;
    int visited = 0;
    boolean displaced = false;
    for (int level = lanes.length - 1;
        level > forLane.priority().ordinal() && visited < LANES_OF_A_PASS && !missing.isNone();
        level--) {
      Room freed = lanes[level].displaceNewest(missing, laneShare);
      if (freed.places() > 0) {
        lanes[level].memory().lend(forLane.memory(), freed, missing.places());
        missing = missing.less(freed);
        displaced = true;
        visited++;
        laneShare /= 2;
      }
    }
    return displaced;
  }

  /** Whether all that waits below {@code forLane} could make up for {@code missing}. */
  boolean canHelp(Lane forLane, Room missing) {
    long bytes = 0;
    for (int level = lanes.length - 1; level > forLane.priority().ordinal(); level--) {
      if (lanes[level].memory().eventBytes() > 0) {
        bytes += lanes[level].displaceableBytes();
      }
      if (bytes > 0 && bytes >= missing.bytes()) {
        return true;
      }
    }
    return false;
  }
}
