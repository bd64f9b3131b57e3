package dev.spillway.spill;

import dev.spillway.Reason;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One lane as its queue sees it: staging in front of the writer, backlog behind it. */
final class LogLane implements SpillLane {
  /** What a record of ordinary size takes. */
  private static final int ORDINARY_BYTES = Format.ALIGNMENT;

  private static final double CROWDED = 0.25;

  private final SpillLog log;
  private final int lane;
  private final int maxRecordBytes;
  private final LaneRoom room;
  private final Staging staging;
  private final Backlog backlog;
  private final LaneReader reader;
  private final long recovered;
  private final AtomicLong unread;
  private final AtomicLong readableRecords;
  private volatile @Nullable Reason refused; // the last append, if it was
  private long releasedBytes; // the writer's
  private boolean readable; // the writer's

  LogLane(SpillLog log, int lane, SpillConfig config, LaneRoom room, Backlog backlog) {
    this.log = log;
    this.lane = lane;
    this.maxRecordBytes = config.maxRecordBytes();
    this.room = room;
    this.staging = new Staging(config, room);
    this.backlog = backlog;
    this.recovered = backlog.kept();
    this.unread = new AtomicLong(recovered);
    this.readableRecords = new AtomicLong(recovered);
    this.reader = new LaneReader(this, log.reader());
  }

  String name() {
    return LaneNames.name(lane);
  }

  Staging staging() {
    return staging;
  }

  Backlog backlog() {
    return backlog;
  }

  LaneReader reader() {
    return reader;
  }

  /** Whether so much of the disk is taken that blocks should be small. */
  boolean isCrowded() {
    return utilization() >= CROWDED;
  }

  /** Whether the last append was refused for whatever reason. */
  boolean isShort() {
    return refused != null;
  }

  /** Whether the last append found no room within the bound on the disk. */
  boolean isRefused() {
    return refused == Reason.SPILL_FULL;
  }

  @Override
  public @Nullable Reason refusal() {
    DiskWatch disk = log.disk();
    Reason byState = disk.refusal(lane);
    if (byState != null) {
      return byState;
    }
    Reason last = refused;
    if (disk.isFull()) {
      boolean no = last == Reason.DISK_FULL || !staging.takes(ORDINARY_BYTES, true);
      return no ? Reason.DISK_FULL : null;
    }
    return isRefused() && !staging.takes(ORDINARY_BYTES, false) ? last : null;
  }

  @Override
  public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
    checkSizes(records);
    return append(records, false, callback);
  }

  /** Notes which letters are gone; there is room apart for that. */
  boolean appendTombstones(RecordBuffer records, @Nullable AppendCallback callback) {
    return append(records, true, callback);
  }

  private boolean append(
      RecordBuffer records, boolean tombstones, @Nullable AppendCallback callback) {
    int count = records.count();
    long nowNanos = log.writer().nowNanos();
    Append append = callback == null ? null : new Append(callback, count, nowNanos);
    if (count == 0) {
      if (append != null) {
        append.forced(0);
      }
      return true;
    }
    DiskWatch disk = log.disk();
    boolean waits = append != null && disk.waitNanos(lane) > 0;
    Reason byState = waits ? null : disk.refusal(lane);
    if (byState != null) {
      refused = byState;
      return false;
    }
    boolean inSegment = disk.isFull() && !waits;
    unread.addAndGet(count);
    Staging.Outcome outcome =
        staging.append(new Staging.Arrival(records, tombstones, append, inSegment), nowNanos);
    boolean full = outcome == Staging.Outcome.REFUSED;
    if (!tombstones) {
      noteRefused(full ? inSegment ? Reason.DISK_FULL : Reason.SPILL_FULL : null);
    }
    if (full) {
      unread.addAndGet(-count);
      log.writer().request(); // to let a settled segment go
    } else if (outcome == Staging.Outcome.WRITE) {
      log.writer().request();
    } else {
      log.writer().requestIn(log.config().lingerNanos());
    }
    return !full;
  }

  private void noteRefused(@Nullable Reason reason) {
    if (refused != reason) {
      refused = reason;
    }
  }

  private void checkSizes(RecordBuffer records) {
    if (records.sizeBytes() <= maxRecordBytes) {
      return;
    }
    for (int index = 0; index < records.count(); index++) {
      if (records.length(index) > maxRecordBytes) {
        throw new IllegalArgumentException(
            "record must be <= " + maxRecordBytes + " bytes: record=" + records.length(index));
      }
    }
  }

  @Override
  public @Nullable SpillBlock poll() {
    LoadedBlock block = backlog.poll();
    reader.request();
    if (block != null) {
      long taken = block.records().count() + block.quarantinedBefore();
      unread.addAndGet(-taken);
      readableRecords.addAndGet(-taken);
      if (!block.readBack()) {
        log.memoryReleased(block.records().sizeBytes());
      }
    }
    return block;
  }

  @Override
  public double utilization() {
    return room.utilization();
  }

  @Override
  public long unread() {
    return unread.get();
  }

  @Override
  public long readable() {
    return readableRecords.get();
  }

  @Override
  public long recovered() {
    return recovered;
  }

  @Override
  public void acknowledge(SpillBlock block) {
    if (!(block instanceof LoadedBlock loaded)) {
      throw new IllegalArgumentException("block must be polled from this lane: block=" + block);
    }
    log.acknowledged(backlog.acknowledge(loaded));
    if (refused != null) {
      log.writer().request();
    }
  }

  /** The writer forced {@code block}, which ends with the sequence {@code end}, exclusive. */
  void published(StagedBlock block, Segment segment, long nextOffset, long end) {
    LoadedBlock copy = null;
    if (backlog.wantsWritten()) {
      byte[] bytes = Arrays.copyOf(block.bytes(), block.length());
      copy = LoadedBlock.justWritten(RecordBuffer.wrap(bytes, bytes.length), end);
    }
    readableRecords.addAndGet(block.count());
    if (block.isTombstones() && backlog instanceof LetterBacklog letters) {
      letters.tombstones(end - block.count(), end);
    }
    if (backlog.publish(segment, nextOffset, end, copy)) {
      readable = true;
    } else if (!block.isTombstones()) { // the queue was not charged for those
      releasedBytes += block.length();
    }
    block.tellForced();
  }

  /** After a run of {@link #published}. */
  void tellPublished() {
    if (releasedBytes > 0) {
      log.memoryReleased(releasedBytes);
      releasedBytes = 0;
      reader.request();
    }
    if (readable) {
      readable = false;
      log.readable();
    }
  }

  /** The writer gave records up that somebody waits for. */
  void dropped(Staging.Dropped dropped, Throwable cause) {
    unread.addAndGet(-dropped.records());
    dropped.appends().forEach(append -> append.failed(cause));
    if (dropped.bytes() > 0) {
      log.memoryReleased(dropped.bytes());
    }
  }

  void tellReadable() {
    log.readable();
  }
}
