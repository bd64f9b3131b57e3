package dev.spillway.queue;

import dev.spillway.Reason;
import dev.spillway.queue.Account.Entry;
import dev.spillway.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The way of events into a lane's log and, when that has no room, behind it into the lane's tail.
 * Thread-safe; what is changed is guarded by the lane's lock.
 */
final class LaneSpill {
  private final Lane lane;
  private final LaneLog log;
  private final LaneMemory memory;
  private final RecordBuffers buffers;
  private final TimeSource time;

  LaneSpill(Lane lane, SpillLane backlog) {
    this.lane = lane;
    memory = lane.memory();
    buffers = lane.buffers();
    time = lane.time();
    log = new LaneLog(backlog, memory, lane.counts());
  }

  /**
   * Takes events of {@code part} from {@code from} on and refuses those that find no room; returns
   * where the ones that entered end.
   *
   * @param shedShare the part of a lower lane's events that one pass displaces for those that find
   *     room in memory alone; 0 displaces nothing
   */
  int take(LanePart part, int from, double shedShare) {
    RecordBuffer chunk = buffers.take();
    int position = from;
    Reason refusal = null;
    while (refusal == null && position < part.count()) {
      int end = LaneLog.encode(part, position, time.epochMillis(), chunk);
      refusal = appendInOrder(part, position, end, chunk);
      if (refusal == null) {
        lane.guards().leftMemory(part, position, end);
        position = end;
      }
    }
    buffers.giveBack(chunk);
    if (refusal == null) {
      return position;
    }
    if (!part.offer().durable()) {
      position += toTail(part, position, shedShare);
    }
    if (position < part.count()) {
      lane.entrance().refuse(part, position, refusal);
    }
    return position;
  }

  private @Nullable Reason appendInOrder(LanePart part, int from, int end, RecordBuffer chunk) {
    lane.lock().lock();
    try {
      if (lane.isClosed()) {
        return Reason.STOPPING;
      }
      lane.enterDiskMode();
      Reason refusal = lane.tail().size() == 0 ? null : moveTailToLog();
      return refusal == null ? log.append(part, from, end, chunk) : refusal;
    } finally {
      lane.lock().unlock();
    }
  }

  /** Events behind the log go into it, as soon as it has room, before any that are newer. */
  private @Nullable Reason moveTailToLog() {
    RecordBuffer chunk = buffers.take();
    try {
      while (lane.tail().size() > 0) {
        int count = LaneLog.encodeOldest(lane, lane.tail(), chunk);
        Reason refusal = log.append(chunk, null);
        if (refusal != null) {
          return refusal;
        }
        for (int index = 0; index < count; index++) {
          lane.release(lane.tail().get(index));
        }
        lane.tail().drop(count);
      }
      return null;
    } finally {
      buffers.giveBack(chunk);
    }
  }

  private int toTail(LanePart part, int from, double shedShare) {
    int granted = lane.displacement().reserve(lane, part, from, shedShare);
    long nowNanos = time.nanoTime();
    lane.lock().lock();
    try {
      // the lane may have caught up and gone back to memory mode since the log refused
      EventRing waiting = lane.inDiskMode() ? lane.tail() : lane.ring();
      for (int position = from; position < from + granted; position++) {
        if (lane.isClosed()) {
          memory.release(part.event(position));
        } else {
          waiting.add(part.event(position), nowNanos);
          lane.tidying().added(part.event(position));
        }
      }
      return lane.isClosed() ? 0 : granted;
    } finally {
      lane.lock().unlock();
    }
  }

  /** Appends {@code records}, which are already accounted for, behind all others. */
  boolean appendAccepted(RecordBuffer records, SpillLane.AppendCallback callback) {
    return log.append(records, callback) == null;
  }

  /** Writes dead letters behind all others and counts them; returns why not, or null. */
  @Nullable Reason appendReplayed(RecordBuffer records, SpillLane.AppendCallback callback) {
    lane.lock().lock();
    try {
      if (lane.isClosed()) {
        return Reason.STOPPING;
      }
      lane.enterDiskMode();
      Reason refusal = lane.tail().size() == 0 ? null : moveTailToLog();
      if (refusal == null) {
        refusal = log.append(records, callback);
      }
      lane.count(Entry.REPLAYED, refusal == null ? records.count() : 0);
      return refusal;
    } finally {
      lane.lock().unlock();
    }
  }
}
