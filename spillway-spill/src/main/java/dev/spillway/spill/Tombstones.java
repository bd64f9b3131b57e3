package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.spill.SequenceSet.Run;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that tell which dead letters are gone: the first sequence of a run and the one after its
 * last, 8 bytes each.
 */
final class Tombstones {
  /** What one run takes in a block. */
  static final int RUN_BYTES = 2 * Long.BYTES + RecordBuffer.LENGTH_BYTES;

  private static final Logger LOGGER = System.getLogger(Tombstones.class.getName());

  private Tombstones() {}

  static RecordBuffer encode(List<Run> runs) {
    RecordBuffer records = new RecordBuffer(runs.size() * RUN_BYTES);
    byte[] bytes = new byte[2 * Long.BYTES];
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Run run : runs) {
      record.putLong(0, run.first()).putLong(Long.BYTES, run.end());
      records.put(bytes, 0, bytes.length, RecordBuffer.NO_DEADLINE);
    }
    return records;
  }

  /** The neighbours among {@code sequences}, which ascend, as runs. */
  static List<Run> runsOf(long[] sequences) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int index = 1; index <= sequences.length; index++) {
      if (index == sequences.length || sequences[index] != sequences[index - 1] + 1) {
        runs.add(new Run(sequences[from], sequences[index - 1] + 1));
        from = index;
      }
    }
    return runs;
  }

  /** What the tombstones of a directory say. */
  record Found(SequenceSet gone, long damaged) {}

  /**
   * Reads all tombstones of {@code segments}. One that can't be read brings its letters back, which
   * is the safe side, and is counted.
   */
  static Found read(SpillFiles files, List<Segment> segments, BlockDecoder decoder)
      throws IOException {
    SequenceSet gone = new SequenceSet();
    long damaged = 0;
    for (Segment segment : segments) {
      SegmentName name = segment.name();
      try (SpillFile file = files.openForReading(name.fileName())) {
        for (BlockScan.Found found : BlockChain.of(file, segment, decoder)) {
          BlockHeader header = found.header();
          if (header.isTombstones() && header.first() < segment.end()) {
            gone.add(header.first(), header.end());
            damaged += apply(file, found, decoder, gone) ? 0 : report(name, found);
          }
        }
      }
    }
    return new Found(gone, damaged);
  }

  private static boolean apply(
      SpillFile file, BlockScan.Found found, BlockDecoder decoder, SequenceSet gone)
      throws IOException {
    RecordBuffer records = decoder.decode(file, found);
    if (records == null) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(records.array()).order(ByteOrder.LITTLE_ENDIAN);
    boolean sound = true;
    for (int index = 0; index < records.count(); index++) {
      boolean whole = records.length(index) == 2 * Long.BYTES;
      long first = whole ? bytes.getLong(records.offset(index)) : -1;
      long end = whole ? bytes.getLong(records.offset(index) + Long.BYTES) : -1;
      if (first >= 0 && first < end && end <= found.header().first()) {
        gone.add(first, end);
      } else {
        sound = false;
      }
    }
    return sound;
  }

  private static long report(SegmentName name, BlockScan.Found found) {
    LOGGER.log(
        Level.ERROR,
        "event=spill-tombstones-damaged segment="
            + name.fileName()
            + " offset="
            + found.offset()
            + " records="
            + found.header().count()
            + " consequence=\"dead letters that were settled come back\"");
    return found.header().count();
  }
}
