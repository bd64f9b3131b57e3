package dev.spillway.queue;

import dev.spillway.Priority;
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
  private final Priority priority;
  private final Settings settings;
  private final LaneMemory memory;
  private final LaneCounts counts = new LaneCounts();
  private final TimeSource time;
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
  private final LaneEntrance entrance;

  private final LaneGauge gauge;
  private final LaneTidying tidying;
  private final Shared shared;

  Lane(Priority priority, Settings settings, Shared shared) {
    this.priority = priority;
    this.settings = settings;
    this.memory = new LaneMemory(priority, settings, shared.budget());
    this.shared = shared;
    this.time = settings.time();
    SpillStore store = settings.store();
    delivery = new LaneDelivery(this, store);
    settlement = new LaneSettlement(this, delivery, shared.deadLetters());
    boolean writeAhead = isWriteAhead();
    gauge =
        new LaneGauge(
            priority,
            store != null && writeAhead
                ? store.backlog(priority)::utilization
                : memory::utilization);
    tidying = new LaneTidying(this);
    entrance = new LaneEntrance(this, store);
    diskMode = writeAhead || delivery.held() > 0;
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

  int maxRecordBytes() {
    return settings.maxRecordBytes();
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

  LaneEntrance entrance() {
    return entrance;
  }

  LaneTidying tidying() {
    return tidying;
  }

  LaneGauge gauge() {
    return gauge;
  }

  QueuePolicy policy() {
    return shared.admission().policy();
  }

  Guards guards() {
    return shared.admission().guards();
  }

  /** Gives back what an event took that was in memory alone. */
  void release(Event event) {
    memory.release(event);
    guards().leftMemory(event);
  }

  Displacement displacement() {
    return shared.displacement();
  }

  LaneSettlement settlement() {
    return settlement;
  }

  LaneDelivery delivery() {
    return delivery;
  }

  long epochMillisOf(long nanos) {
    return time.epochMillis() - (time.nanoTime() - nanos) / 1_000_000;
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

  /** Sends every new event through the log from now on. Called with the lock held. */
  void enterDiskMode() {
    diskMode = true;
  }

  boolean inDiskMode() {
    return diskMode;
  }

  /** Whether every event goes through the log, so that memory alone will not do. */
  boolean isWriteAhead() {
    return settings.diskMode() == DiskMode.WRITE_AHEAD;
  }

  boolean isClosed() {
    return closed;
  }

  EventRing tail() {
    return tail;
  }

  RecordBuffers buffers() {
    return shared.buffers();
  }

  /** How much of the disk that this lane may use is taken; 0 without a log. */
  double logUtilization() {
    SpillStore store = settings.store();
    return store == null ? 0 : store.backlog(priority).utilization();
  }

  /** What the events weigh that {@link #displaceNewest} could take. */
  long displaceableBytes() {
    lock.lock();
    try {
      return delivery.waitingInRingBytes() + tail.weightBytes();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the newest waiting events out of memory, until {@code missing} is made up for or {@code
   * share} of them is gone; returns what they took. Their room is still charged.
   */
  LaneMemory.Room displaceNewest(LaneMemory.Room missing, double share) {
    lock.lock();
    try {
      int most = (int) Math.ceil(share * (delivery.waitingInRing() + tail.size()));
      long nowMillis = time.epochMillis();
      int events = 0;
      long bytes = 0;
      while (events < most && (events < missing.places() || bytes < missing.bytes())) {
        Event newest = (tail.size() > 0 ? tail : ring).removeNewest();
        count(newest.isExpiredAt(nowMillis) ? Entry.EXPIRED : Entry.DISPLACED, 1);
        guards().leftMemory(newest);
        events++;
        bytes += newest.weightBytes();
      }
      return new LaneMemory.Room(events, bytes);
    } finally {
      lock.unlock();
    }
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
    return shared.availability();
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
      DeadLetters deadLetters,
      Admission admission,
      Displacement displacement) {}
}
