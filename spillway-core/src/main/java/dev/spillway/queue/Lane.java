package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.Account.Entry;
import dev.spillway.time.TimeSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One priority's part of a queue. Thread-safe.
 *
 * <p>In memory mode new events enter the ring. In disk mode they enter the log, and the ring keeps
 * the older ones; only when the log has no room do volatile events wait behind it, in the tail. The
 * order of delivery is therefore always ring, log, tail. The legal moves:
 *
 * <pre>
 *   memory ─► disk     an event finds no room in memory, or asks for a durable receipt
 *   disk ─► memory     ring empty and log caught up, and a tail waits or memory is below its low
 *                      mark: the tail becomes the ring (never in a write-ahead queue)
 * </pre>
 */
final class Lane {
  /** Records are handed to the log in pieces of this size, so that no offer holds a lane long. */
  static final int CHUNK_BYTES = 64 << 10;

  private final Priority priority;
  private final Settings settings;
  private final LaneMemory memory;
  private final LaneCounts counts = new LaneCounts();
  private final RecordBuffers buffers;
  private final TimeSource time;
  private final Availability availability;
  private final @Nullable LaneLog log;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; read without it to choose the way of an offer. */
  private volatile boolean diskMode;

  /** Guarded by the lock; read without it to name the reason of a refusal. */
  private volatile boolean closed;

  /** The fields below are guarded by the lock. */
  private EventRing ring = new EventRing();

  private EventRing tail = new EventRing();
  private final LaneDelivery delivery;
  private final LaneSettlement settlement;

  Lane(Priority priority, Settings settings, Shared shared) {
    this.priority = priority;
    this.settings = settings;
    this.memory = new LaneMemory(priority, settings, shared.budget());
    this.buffers = shared.buffers();
    this.availability = shared.availability();
    this.time = settings.time();
    SpillStore store = settings.store();
    log = store == null ? null : new LaneLog(store.backlog(priority), memory, counts);
    delivery = new LaneDelivery(this, store);
    settlement = new LaneSettlement(this, delivery, shared.deadLetters());
    diskMode = settings.diskMode() == DiskMode.WRITE_AHEAD || delivery.held() > 0;
  }

  Priority priority() {
    return priority;
  }

  String queue() {
    return settings.name();
  }

  TimeSource time() {
    return time;
  }

  ReentrantLock lock() {
    return lock;
  }

  EventRing ring() {
    return ring;
  }

  int maxBatchBytes() {
    return settings.shares().maxBatchBytes();
  }

  LaneMemory memory() {
    return memory;
  }

  LaneCounts counts() {
    return counts;
  }

  LaneSettlement settlement() {
    return settlement;
  }

  LaneDelivery delivery() {
    return delivery;
  }

  /** Takes this lane's events of {@code offer}, and refuses those that find no room. */
  void offer(Offer offer, LanePart.Door door) {
    if (offer.count(priority) == 0) {
      return;
    }
    counts.offered(offer.count(priority));
    LanePart part = LanePart.of(offer, priority, door, counts);
    int taken = offer.durable() || diskMode ? 0 : toRing(part);
    if (taken == part.count()) {
      return;
    }
    if (log != null && (offer.durable() || diskMode || settings.strategy() == Strategy.SPILL)) {
      toLog(log, part, taken);
    } else {
      refuse(part, taken, closed ? Reason.STOPPING : memory.fullReason());
    }
  }

  private void refuse(LanePart part, int from, Reason reason) {
    counts.refused(reason, part.count() - from);
    part.refuse(from, part.count(), reason);
  }

  /** Returns how many events the ring took, all of them or as many as found room. */
  private int toRing(LanePart part) {
    int granted = memory.reserve(part, 0);
    if (granted == 0) {
      return 0;
    }
    long nowNanos = time.nanoTime();
    int added = 0;
    lock.lock();
    try {
      if (!diskMode && !closed) {
        for (int position = 0; position < granted; position++) {
          ring.add(part.event(position), nowNanos);
        }
        added = granted;
      }
    } finally {
      lock.unlock();
    }
    for (int position = added; position < granted; position++) {
      memory.release(part.event(position));
    }
    return added;
  }

  private void toLog(LaneLog to, LanePart part, int from) {
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
      return;
    }
    if (!part.offer().durable()) {
      position += toTail(part, position);
    }
    if (position < part.count()) {
      refuse(part, position, refusal);
    }
  }

  private @Nullable Reason appendInOrder(
      LaneLog to, LanePart part, int from, int end, RecordBuffer chunk) {
    lock.lock();
    try {
      if (closed) {
        return Reason.STOPPING;
      }
      diskMode = true;
      Reason refusal = tail.size() == 0 ? null : moveTailToLog(to);
      return refusal == null ? to.append(part, from, end, chunk) : refusal;
    } finally {
      lock.unlock();
    }
  }

  /** Events behind the log go into it, as soon as it has room, before any that are newer. */
  private @Nullable Reason moveTailToLog(LaneLog to) {
    RecordBuffer chunk = buffers.take();
    try {
      while (tail.size() > 0) {
        int count = encodeOldest(tail, chunk);
        Reason refusal = to.append(chunk, null);
        if (refusal != null) {
          return refusal;
        }
        for (int index = 0; index < count; index++) {
          memory.release(tail.get(index));
        }
        tail.drop(count);
      }
      return null;
    } finally {
      buffers.giveBack(chunk);
    }
  }

  /** Encodes the oldest events of {@code from} into one chunk; returns how many. */
  int encodeOldest(EventRing from, RecordBuffer chunk) {
    chunk.clear();
    int count = 0;
    while (count < from.size() && chunk.sizeBytes() < CHUNK_BYTES) {
      long acceptedMillis = epochMillisOf(from.acceptedNanos(count));
      new StoredEvent(from.get(count++), false, acceptedMillis, null).write(chunk);
    }
    return count;
  }

  long epochMillisOf(long nanos) {
    return time.epochMillis() - (time.nanoTime() - nanos) / 1_000_000;
  }

  private int toTail(LanePart part, int from) {
    int granted = memory.reserve(part, from);
    long nowNanos = time.nanoTime();
    lock.lock();
    try {
      for (int position = from; position < from + granted; position++) {
        if (closed) {
          memory.release(part.event(position));
        } else {
          tail.add(part.event(position), nowNanos);
        }
      }
      return closed ? 0 : granted;
    } finally {
      lock.unlock();
    }
  }

  /** Goes back to memory mode if that keeps the order. Called with the lock held. */
  void leaveDiskModeIfCaughtUp() {
    if (diskMode
        && settings.diskMode() == DiskMode.OVERFLOW
        && ring.size() == 0
        && delivery.isCaughtUp()
        && (tail.size() > 0 || memory.isBelowLowMark())) {
      EventRing empty = ring;
      ring = tail;
      tail = empty;
      diskMode = false;
    }
  }

  /** Appends {@code records}, which are already accounted for, behind all others. */
  boolean appendAccepted(RecordBuffer records, SpillLane.AppendCallback callback) {
    return requireNonNull(log).append(records, callback) == null;
  }

  boolean inDiskMode() {
    return diskMode;
  }

  EventRing tail() {
    return tail;
  }

  RecordBuffers buffers() {
    return buffers;
  }

  /**
   * Takes nothing any more, and hands what it holds in memory to {@code store}, if there is one.
   */
  void close(@Nullable SpillStore store) {
    lock.lock();
    try {
      closed = true;
      delivery.releaseOut();
      if (store != null) {
        new LaneCarryOver(this, store).run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Events that no log holds. Called with the lock held. */
  long inMemory() {
    return ring.size() + tail.size() + delivery.inMemoryBesideRing();
  }

  Availability availability() {
    return availability;
  }

  @Nullable LaneLog log() {
    return log;
  }

  /** Events held in memory and in the log. */
  long held() {
    lock.lock();
    try {
      return inMemory() + delivery.held();
    } finally {
      lock.unlock();
    }
  }

  /** The figures of this lane, taken at one moment. */
  LaneFigures figures() {
    lock.lock();
    try {
      delivery.collectLogCounts();
      return LaneSnapshot.of(this);
    } finally {
      lock.unlock();
    }
  }

  void count(Entry entry, long events) {
    counts.add(entry, events);
  }

  /** What the lanes of one queue have in common. */
  record Shared(
      MemoryBudget budget,
      RecordBuffers buffers,
      Availability availability,
      DeadLetters deadLetters) {}
}
