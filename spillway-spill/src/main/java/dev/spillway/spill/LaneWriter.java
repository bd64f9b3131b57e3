package dev.spillway.spill;

import dev.spillway.queue.DiskState;
import dev.spillway.spill.BlockEncoder.Place;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks of one lane. For the writer's thread.
 *
 * <p>A write or force that failed is final for its file: the segment is abandoned at what was
 * forced, and what is in flight goes to a new one. If that fails too, or there is no room for a new
 * one, those who wait are told, and the rest is written when the disk takes it again. A segment
 * begins only when all of the one before it is forced, so the name of the next segment says what
 * the one before it must hold.
 */
final class LaneWriter {
  private static final Logger LOGGER = System.getLogger(LaneWriter.class.getName());

  /** A cycle takes so many blocks of a lane at most, to keep receipts from waiting for a flood. */
  private static final int CYCLE_BLOCKS = 16;

  private final int lane;
  private final LogLane owner;
  private final Staging staging;
  private final Backlog backlog;
  private final SpillWriter writer;
  private final ArrayDeque<StagedBlock> inFlight = new ArrayDeque<>();
  private final List<StagedBlock> written = new ArrayList<>(); // a prefix of inFlight
  private final List<Long> writtenOffsets = new ArrayList<>();
  private final DiskWatch disk;
  private @Nullable Segment segment;
  private @Nullable SpillFile file;
  private long offset;
  private long next;
  private long comeBackNanos; // when a cycle was asked for to see who has waited too long
  private boolean comesBack;

  LaneWriter(int lane, LogLane owner, SpillWriter writer) {
    this.lane = lane;
    this.owner = owner;
    this.staging = owner.staging();
    this.backlog = owner.backlog();
    this.writer = writer;
    this.disk = writer.disk();
    this.next = backlog.forced();
  }

  /** Takes what is due. Returns how long something has yet to linger. */
  long collect(long nowNanos, long lingerNanos, boolean closing) {
    if (!closing && (disk.isStopped() || (disk.isFull() && !staging.takes(0, true)))) {
      failAwaited(null);
      return Staging.NOTHING_LINGERS;
    }
    return staging.take(
        inFlight, CYCLE_BLOCKS, nowNanos, closing ? Long.MIN_VALUE / 2 : lingerNanos);
  }

  /** Whether more may be due than one cycle takes. */
  boolean isFull() {
    return inFlight.size() >= CYCLE_BLOCKS;
  }

  void write() {
    if (next != backlog.forced()) {
      abandon(); // an error cut the last cycle off
    }
    try {
      writeInFlight();
    } catch (NoSpaceException e) {
      giveUp(e);
    } catch (IOException | RuntimeException e) {
      rewrite(e);
    }
  }

  void force() {
    try {
      commit();
      if (inFlight.isEmpty() && isIdle()) {
        letGo();
      }
    } catch (IOException | RuntimeException e) {
      rewrite(e);
    }
  }

  /**
   * Whether its segment is wanted elsewhere: all of it is settled and its lane is short of room, or
   * it is the spare and the disk has room again.
   */
  private boolean isIdle() {
    Segment current = segment;
    return current != null
        && ((owner.isShort() && backlog.kept() == 0)
            || (current.isBorrowed() && !disk.figures().state().refuses()));
  }

  private void letGo() throws IOException {
    endSegment(false);
    settle(List.of());
    writer.spent();
  }

  private void writeInFlight() throws IOException {
    for (StagedBlock block : List.copyOf(inFlight)) {
      writeBlock(block);
    }
  }

  private void writeBlock(StagedBlock block) throws IOException {
    Segment target = segment;
    if (target == null || offset + block.space() > usableBytes(target)) {
      target = rotate();
    }
    SpillFile open = Objects.requireNonNull(file);
    ByteBuffer bytes =
        writer.encode(block, place(target), LaneNames.isGrowing(lane) || owner.isCrowded());
    int space = bytes.remaining();
    if (LaneNames.isGrowing(lane)) {
      backlog.grow(target, space); // before the write, which may fail half-way
      staging.grown(block, space);
    }
    open.write(bytes, offset);
    offset += space;
    next += block.count();
    written.add(block);
    writtenOffsets.add(offset);
  }

  private Place place(Segment target) {
    return new Place(lane, target.name().epoch(), next, backlog.forced());
  }

  private long usableBytes(Segment target) {
    return LaneNames.isGrowing(lane)
        ? writer.segmentBytes(target.isBorrowed() ? 0 : lane)
        : LaneRoom.usableBytes(target.sizeBytes());
  }

  /** Ends the current segment, all of it forced, and begins the next. */
  private Segment rotate() throws IOException {
    endSegment(false);
    Segment begun = writer.pool().take(lane, next);
    backlog.begin(begun);
    if (!LaneNames.isGrowing(lane)) {
      staging.segmentBegun(begun.sizeBytes(), usableBytes(begun));
    }
    segment = begun;
    offset = 0;
    file = writer.files().open(begun.name().fileName());
    return begun;
  }

  /**
   * Seals the current segment, if there is one, and forces it.
   *
   * @param cut whether to give the disk back what it does not hold
   */
  private void endSegment(boolean cut) throws IOException {
    Segment ended = segment;
    SpillFile open = file;
    if (ended == null || open == null) {
      return;
    }
    long sealedBytes = offset;
    if (!LaneNames.isGrowing(lane)) {
      ByteBuffer seal = writer.encoder().encodeSeal(place(ended));
      sealedBytes = offset + seal.remaining();
      open.write(seal, offset);
    }
    writer.force(open);
    publishWritten(ended);
    backlog.end(ended, true);
    if (cut || ended.isBorrowed()) {
      open.truncate(sealedBytes);
    }
    dropFile();
  }

  /** Forces what was written and gives it to who waits for it. */
  private void commit() throws IOException {
    Segment current = segment;
    SpillFile open = file;
    if (!written.isEmpty() && current != null && open != null) {
      writer.force(open);
      publishWritten(current);
    }
  }

  private void publishWritten(Segment current) {
    long end = next;
    for (StagedBlock block : written) {
      end -= block.count();
    }
    List<StagedBlock> forced = List.copyOf(written);
    List<Long> offsets = List.copyOf(writtenOffsets);
    clearWritten();
    for (int index = 0; index < forced.size(); index++) {
      inFlight.removeFirst();
      end += forced.get(index).count();
      owner.published(forced.get(index), current, offsets.get(index), end);
    }
    writer.countBlocks(forced.size());
    settle(forced);
    owner.tellPublished();
  }

  private void settle(List<StagedBlock> forced) {
    Segment current = segment;
    boolean free = current != null && !LaneNames.isGrowing(lane);
    staging.settle(forced, inFlight, current != null && free ? usableBytes(current) - offset : 0);
  }

  private void rewrite(Exception cause) {
    LOGGER.log(
        disk.figures().state().refuses() ? Level.DEBUG : Level.WARNING, // that is told once
        "event=spill-segment-abandoned lane=" + owner.name() + " forced=" + backlog.forced(),
        cause);
    if (DiskFault.of(cause, DiskSpace.UNKNOWN) == DiskState.FULL) {
      disk.failed(cause, owner.name() + " can't be written"); // from now on there is the spare
    }
    abandon();
    try {
      writeInFlight();
      commit();
    } catch (IOException | RuntimeException e) {
      abandon();
      giveUp(e);
    }
  }

  private void abandon() {
    clearWritten();
    next = backlog.forced();
    Segment abandoned = segment;
    if (abandoned != null) {
      backlog.end(abandoned, false);
      writer.spent();
    }
    dropFile();
    settle(List.of());
  }

  private void clearWritten() {
    written.clear();
    writtenOffsets.clear();
  }

  private void dropFile() {
    SpillFile open = file;
    if (segment != null && segment.isBorrowed()) {
      writer.pool().returned();
    }
    segment = null;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "event=spill-close-failed lane=" + owner.name(), e);
      }
    }
  }

  private void giveUp(Exception cause) {
    disk.failed(cause, owner.name() + " can't be written");
    staging.putBack(inFlight);
    failAwaited(cause);
  }

  /** Tells those who have waited long enough for a disk that takes nothing. */
  private void failAwaited(@Nullable Exception cause) {
    long waitNanos = disk.waitNanos(lane);
    long nowNanos = writer.nowNanos();
    Staging.Dropped dropped = staging.dropAwaited(nowNanos - waitNanos);
    settle(List.of());
    if (!dropped.appends().isEmpty()) {
      owner.dropped(dropped, cause == null ? new IOException(disk.figures().words()) : cause);
    }
    long oldestNanos = staging.oldestAwaitedNanos();
    if (oldestNanos != Staging.NOTHING_LINGERS) {
      comeBackAt(oldestNanos + waitNanos, nowNanos);
    }
  }

  private void comeBackAt(long atNanos, long nowNanos) {
    if (!comesBack || comeBackNanos - nowNanos <= 0 || atNanos - comeBackNanos < 0) {
      comesBack = true;
      comeBackNanos = atNanos;
      writer.comeBackIn(atNanos - nowNanos);
    }
  }

  /**
   * For the end: forces, seals and cuts off, so that a log that is opened often while nothing is
   * read does not fill up with unused room; returns the records that could not be written.
   */
  long close() {
    try {
      endSegment(true);
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "event=spill-seal-failed lane=" + owner.name(), e);
      abandon();
    }
    return staging.records();
  }
}
