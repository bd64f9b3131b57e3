package dev.spillway.queue;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.List;

/**
 * Writes what a lane holds in memory alone to its log when the queue ends. What cannot be written
 * stays counted as held in memory: it is what the stop has lost. Called with the lane's lock held.
 */
final class LaneCarryOver {
  private final Lane lane;
  private final SpillLane carryOver;
  private final SpillLane backlog;

  LaneCarryOver(Lane lane, SpillStore store) {
    this.lane = lane;
    this.carryOver = store.carryOver(lane.priority());
    this.backlog = store.backlog(lane.priority());
  }

  /** Hands everything over, oldest first; the store's close then forces it. */
  void run() {
    RecordBuffer chunk = lane.buffers().take();
    List<Held> retries = lane.delivery().takeRetriesInMemory();
    for (Held held : retries) {
      chunk.clear();
      lane.settlement().stored(held, 0, "carried over").write(chunk);
      lane.release(held.event());
      carry(chunk, 1, false);
    }
    runRing(lane.ring(), chunk, false);
    runRing(lane.tail(), chunk, true);
  }

  private void runRing(EventRing ring, RecordBuffer chunk, boolean behindBacklog) {
    while (ring.size() > 0) {
      int count = LaneLog.encodeOldest(lane, ring, chunk);
      for (int index = 0; index < count; index++) {
        lane.release(ring.get(index));
      }
      ring.drop(count);
      carry(chunk, count, behindBacklog);
    }
  }

  private void carry(RecordBuffer records, int count, boolean behindBacklog) {
    lane.delivery().inTransit(count);
    lane.memory().chargeStaging(records.sizeBytes());
    AppendCallback callback = new Carried(count);
    // a full backlog costs these events their place in the order, but not their lives
    boolean appended =
        (behindBacklog && backlog.append(records, callback)) || carryOver.append(records, callback);
    if (!appended) {
      lane.memory().releaseStaging(records.sizeBytes());
    }
  }

  /** Counts what arrived; the rest stays in memory's account. */
  private final class Carried implements AppendCallback {
    private final int count;

    Carried(int count) {
      this.count = count;
    }

    @Override
    public void onForced() {
      arrived(count);
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      arrived(forcedRecords);
    }

    private void arrived(int records) {
      lane.lock().lock();
      try {
        lane.delivery().inTransit(-records);
      } finally {
        lane.lock().unlock();
      }
    }
  }
}
