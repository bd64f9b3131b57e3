package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.spill.BlockEncoder.Place;
import dev.spillway.spill.SequenceSet.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks that stand for records which are lost, so that sequences go on without a gap: empty
 * records, which no reader takes for events and every reader counts as lost; among dead letters
 * tombstones, which count as settled. For one thread.
 */
final class Filler implements AutoCloseable {
  /** A block of so many is no larger in memory than any other. */
  private static final int MOST_RECORDS = 8_192;

  private final BlockEncoder encoder = new BlockEncoder(MOST_RECORDS * Tombstones.RUN_BYTES);
  private final int lane;
  private final @Nullable Run settled;

  /**
   * For one lane.
   *
   * @param settled dead letters that are gone already, or null when none are or in other lanes
   */
  Filler(int lane, @Nullable Run settled) {
    this.lane = lane;
    this.settled = settled;
  }

  /** Whether a block holds nothing but empty records. */
  static boolean isFilling(BlockHeader header) {
    return header.rawLength() == (long) header.count() * RecordBuffer.LENGTH_BYTES;
  }

  /** Writes sequences {@code hole} at {@code offset}; returns where the next block goes. */
  long write(SpillFile to, long offset, int epoch, Run hole) throws IOException {
    long at = offset;
    long first = hole.first();
    while (first < hole.end()) {
      Run gone = harmless(hole, first);
      int count = (int) Math.min(MOST_RECORDS, hole.end() - first);
      if (lane == LaneNames.DEAD_LETTERS && gone == null) {
        count = 1; // the next tombstones can name this one
      }
      ByteBuffer block =
          encoder.encode(staged(count, gone), new Place(lane, epoch, first, 0), true);
      at += block.remaining();
      to.write(block, at - block.remaining());
      first += count;
    }
    return at;
  }

  /** What tombstones at {@code first} may name without a change; null where there are none. */
  private @Nullable Run harmless(Run hole, long first) {
    if (lane != LaneNames.DEAD_LETTERS) {
      return null;
    }
    if (settled != null && settled.end() <= first) {
      return settled;
    }
    return first > hole.first() ? new Run(hole.first(), hole.first() + 1) : null;
  }

  private static StagedBlock staged(int count, @Nullable Run gone) {
    RecordBuffer records = new RecordBuffer(count * Tombstones.RUN_BYTES);
    if (gone == null) {
      for (int index = 0; index < count; index++) {
        records.begin();
        records.end(RecordBuffer.NO_DEADLINE);
      }
    } else {
      records = Tombstones.encode(Collections.nCopies(count, gone));
    }
    StagedBlock staged = new StagedBlock(new byte[count * Tombstones.RUN_BYTES], gone != null, 0);
    staged.add(records, 0, count, null);
    return staged;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
