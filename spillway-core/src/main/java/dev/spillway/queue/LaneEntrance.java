package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import dev.spillway.Mode;
import dev.spillway.Reason;
import dev.spillway.queue.LaneMemory.Room;
import dev.spillway.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The way of events into a lane: its ring, its log, or behind the log its tail. Thread-safe; what
 * is changed is guarded by the lane's lock.
 */
final class LaneEntrance {
  /** Records are handed to the log in pieces of this size, so that no offer holds a lane long. */
  static final int CHUNK_BYTES = 64 << 10;

  private final Lane lane;
  private final LaneMemory memory;
  private final LaneCounts counts;
  private final RecordBuffers buffers;
  private final TimeSource time;
  private final @Nullable LaneLog log;
  private final SheddingLog shedding;

  LaneEntrance(Lane lane, @Nullable SpillStore store) {
    this.lane = lane;
    memory = lane.memory();
    counts = lane.counts();
    buffers = lane.buffers();
    time = lane.time();
    shedding = new SheddingLog(lane.queue(), lane.priority(), time.nanoTime());
    log = store == null ? null : new LaneLog(store.backlog(lane.priority()), memory, counts);
  }

  /** Takes this lane's events of {@code offer}, and refuses those that find no room. */
  void offer(Offer offer, LanePart.Door door) {
    if (offer.count(lane.priority()) == 0) {
      return;
    }
    counts.offered(offer.count(lane.priority()));
    LanePart part = LanePart.of(offer, lane.priority(), door, counts);
    QueuePolicy policy = lane.policy();
    Mode mode = policy.backpressureMode();
    Course course = lane.gauge().course(policy);
    Course taken = mode == Mode.ENFORCE ? course : Course.ADMIT;
    if (taken.delays() > 0) { // before a store's thread may refuse some of it
      part.decide(0, part.count(), lane.gauge().told(policy, taken));
    }
    lane.gauge().took(course, mode, enter(part, policy, taken));
  }

  /** Returns how many events entered, in order; the others are refused. */
  private int enter(LanePart part, QueuePolicy policy, Course course) {
    Strategy strategy = policy.strategy();
    boolean early = part.offer().durable() || (course == Course.SPILL && log != null);
    boolean displacesFirst =
        log == null ? Course.displaces(strategy) : Course.displacesFirst(strategy, lane.priority());
    int entered =
        early || lane.inDiskMode() ? 0 : toRing(part, displacesFirst ? policy.shedShare() : 0);
    if (entered == part.count()) {
      return entered;
    }
    if (log != null
        && (early || lane.inDiskMode() || Course.spillsWhenFull(strategy, lane.priority()))) {
      return toLog(log, part, entered, Course.displaces(strategy) ? policy.shedShare() : 0);
    }
    refuse(part, entered, lane.isClosed() ? Reason.STOPPING : memory.fullReason());
    return entered;
  }

  private void refuse(LanePart part, int from, Reason reason) {
    counts.refused(reason, part.count() - from);
    shedding.refused(reason, part.count() - from, time.nanoTime());
    part.decide(from, part.count(), Refusals.of(reason));
  }

  /**
   * Reserves room for events of {@code part} from {@code from} on, in order.
   *
   * @param shedShare the part of a lower lane that one pass displaces; 0 displaces nothing
   */
  private int reserve(LanePart part, int from, double shedShare) {
    int granted = memory.reserve(part, from);
    while (shedShare > 0
        && from + granted < part.count()
        && makeRoom(part, from + granted, shedShare)) {
      granted += memory.reserve(part, from + granted);
    }
    return granted;
  }

  /** For all events from {@code from} on, or at least for the first of them. */
  private boolean makeRoom(LanePart part, int from, double shedShare) {
    int count = part.count() - from;
    Room all = new Room(count, part.weightBytes(from, part.count()));
    Displacement displacement = lane.displacement();
    return displacement.makeRoom(lane, all, shedShare)
        || (count > 1
            && displacement.makeRoom(lane, new Room(1, part.event(from).weightBytes()), shedShare));
  }

  /** Returns how many events the ring took, all of them or as many as found room. */
  private int toRing(LanePart part, double shedShare) {
    int granted = reserve(part, 0, shedShare);
    if (granted == 0) {
      return 0;
    }
    long nowNanos = time.nanoTime();
    int added = 0;
    lane.lock().lock();
    try {
      if (!lane.inDiskMode() && !lane.isClosed()) {
        for (int position = 0; position < granted; position++) {
          lane.ring().add(part.event(position), nowNanos);
        }
        added = granted;
      }
    } finally {
      lane.lock().unlock();
    }
    for (int position = added; position < granted; position++) {
      memory.release(part.event(position));
    }
    return added;
  }

  /** Returns how many events the log or, behind it, the tail took. */
  private int toLog(LaneLog to, LanePart part, int from, double shedShare) {
    RecordBuffer chunk = buffers.take();
    int position = from;
    Reason refusal = null;
    while (refusal == null && position < part.count()) {
      int end = LaneLog.encode(part, position, time.epochMillis(), chunk);
      refusal = appendInOrder(to, part, position, end, chunk);
      position = refusal == null ? end : position;
    }
    buffers.giveBack(chunk);
    if (refusal == null) {
      return position;
    }
    if (!part.offer().durable()) {
      position += toTail(part, position, shedShare);
    }
    if (position < part.count()) {
      refuse(part, position, refusal);
    }
    return position;
  }

  private @Nullable Reason appendInOrder(
      LaneLog to, LanePart part, int from, int end, RecordBuffer chunk) {
    lane.lock().lock();
    try {
      if (lane.isClosed()) {
        return Reason.STOPPING;
      }
      lane.enterDiskMode();
      Reason refusal = lane.tail().size() == 0 ? null : moveTailToLog(to);
      return refusal == null ? to.append(part, from, end, chunk) : refusal;
    } finally {
      lane.lock().unlock();
    }
  }

  /** Events behind the log go into it, as soon as it has room, before any that are newer. */
  private @Nullable Reason moveTailToLog(LaneLog to) {
    RecordBuffer chunk = buffers.take();
    try {
      while (lane.tail().size() > 0) {
        int count = encodeOldest(lane.tail(), chunk);
        Reason refusal = to.append(chunk, null);
        if (refusal != null) {
          return refusal;
        }
        for (int index = 0; index < count; index++) {
          memory.release(lane.tail().get(index));
        }
        lane.tail().drop(count);
      }
      return null;
    } finally {
      buffers.giveBack(chunk);
    }
  }

  private int toTail(LanePart part, int from, double shedShare) {
    int granted = reserve(part, from, shedShare);
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
        }
      }
      return lane.isClosed() ? 0 : granted;
    } finally {
      lane.lock().unlock();
    }
  }

  /** Appends {@code records}, which are already accounted for, behind all others. */
  boolean appendAccepted(RecordBuffer records, SpillLane.AppendCallback callback) {
    return requireNonNull(log).append(records, callback) == null;
  }

  /** Encodes the oldest events of {@code from} into one chunk; returns how many. */
  int encodeOldest(EventRing from, RecordBuffer chunk) {
    chunk.clear();
    int count = 0;
    while (count < from.size() && chunk.sizeBytes() < CHUNK_BYTES) {
      long acceptedMillis = lane.epochMillisOf(from.acceptedNanos(count));
      new StoredEvent(from.get(count++), false, acceptedMillis, null).write(chunk);
    }
    return count;
  }
}
