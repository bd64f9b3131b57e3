package dev.spillway.spill;

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
 * forced, and what is in flight goes to a new one. If that fails too, those who wait are told, and
 * the rest is tried again later. A segment begins only when all of the one before it is forced, so
 * the name of the next segment says what the one before it must hold.
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
  private final Backoff backoff = new Backoff();
  private @Nullable Segment segment;
  private @Nullable SpillFile file;
  private long offset;
  private long next;
  private boolean probing; // nothing to write, but it is time to see whether writing works

  LaneWriter(int lane, LogLane owner, SpillWriter writer) {
    this.lane = lane;
    this.owner = owner;
    this.staging = owner.staging();
    this.backlog = owner.backlog();
    this.writer = writer;
    this.next = backlog.forced();
  }

  /** Takes what is due. Returns how long something has yet to linger. */
  long collect(long nowNanos, long lingerNanos, boolean closing) {
    if (!closing && backoff.isWaiting(nowNanos)) {
      return Staging.NOTHING_LINGERS;
    }
    long left =
        staging.take(inFlight, CYCLE_BLOCKS, nowNanos, closing ? Long.MIN_VALUE / 2 : lingerNanos);
    probing = backoff.isOn() && !closing && inFlight.isEmpty();
    return left;
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
      if (probing && segment == null) {
        rotate();
        recovered();
      }
    } catch (IOException | RuntimeException e) {
      rewrite(e);
    }
  }

  void force() {
    try {
      commit();
      if (owner.isRefused() && inFlight.isEmpty() && segment != null && backlog.kept() == 0) {
        letGo();
      }
    } catch (IOException | RuntimeException e) {
      rewrite(e);
    }
  }

  /** All of the segment is settled and its lane is short of room, so it may serve again. */
  private void letGo() throws IOException {
    endSegment();
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
        writer.encoder().encode(block, lane, target.name().epoch(), next, backlog.forced());
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

  private long usableBytes(Segment target) {
    return LaneNames.isGrowing(lane)
        ? writer.segmentBytes(lane)
        : LaneRoom.usableBytes(target.sizeBytes());
  }

  /** Ends the current segment, all of it forced, and begins the next. */
  private Segment rotate() throws IOException {
    endSegment();
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

  /** Seals the current segment, if there is one, and forces it. */
  private void endSegment() throws IOException {
    Segment ended = segment;
    SpillFile open = file;
    if (ended == null || open == null) {
      return;
    }
    if (!LaneNames.isGrowing(lane)) {
      int epoch = ended.name().epoch();
      open.write(writer.encoder().encodeSeal(lane, epoch, next, backlog.forced()), offset);
    }
    writer.force(open);
    publishWritten(ended);
    backlog.end(ended, true);
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
    recovered();
    for (int index = 0; index < forced.size(); index++) {
      inFlight.removeFirst();
      end += forced.get(index).count();
      owner.published(forced.get(index), current, offsets.get(index), end);
    }
    writer.countBlocks(forced.size());
    settle(forced);
    owner.tellPublished();
  }

  private void recovered() {
    if (backoff.isOn()) {
      backoff.end();
      writer.trouble().end(owner.name());
    }
  }

  private void settle(List<StagedBlock> forced) {
    Segment current = segment;
    boolean free = current != null && !LaneNames.isGrowing(lane);
    staging.settle(forced, inFlight, current != null && free ? usableBytes(current) - offset : 0);
  }

  private void rewrite(Exception cause) {
    LOGGER.log(
        backoff.isOn() ? Level.DEBUG : Level.WARNING, // trouble is told once, not at every try
        "event=spill-segment-abandoned lane=" + owner.name() + " forced=" + backlog.forced(),
        cause);
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
    writer.trouble().begin(owner.name(), owner.name() + " can't be written: " + cause, cause);
    staging.putBack(inFlight);
    Staging.Dropped dropped = staging.dropAwaited();
    settle(List.of());
    owner.dropped(dropped, cause);
    writer.retryIn(backoff.begin(writer.nowNanos()));
  }

  /** For the end: forces and seals; returns the records that could not be written. */
  long close() {
    try {
      endSegment();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(Level.WARNING, "event=spill-seal-failed lane=" + owner.name(), e);
      abandon();
    }
    return staging.records();
  }
}
