package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import dev.spillway.spill.SequenceSet.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what is whole in one segment, and writes that to another one with the holes filled. For one
 * thread.
 */
final class SegmentRepair {
  private final SpillFiles files;
  private final Segment segment;
  private final BlockDecoder decoder;
  private final List<BlockScan.Found> whole = new ArrayList<>();
  private final List<Run> holes = new ArrayList<>();

  private SegmentRepair(SpillFiles files, Segment segment, BlockDecoder decoder) {
    this.files = files;
    this.segment = segment;
    this.decoder = decoder;
  }

  /** Reads every block of {@code segment}; sectors that can't be read are damage. */
  static SegmentRepair of(SpillFiles files, Segment segment, BlockDecoder decoder)
      throws IOException {
    SegmentRepair repair = new SegmentRepair(files, segment, decoder);
    repair.scan();
    return repair;
  }

  private void scan() throws IOException {
    try (SpillFile file = open()) {
      long expected = segment.first();
      for (BlockScan.Found found : BlockChain.of(file, segment, decoder)) {
        BlockHeader header = found.header();
        if (header.first() >= segment.end()) {
          break;
        }
        hole(expected, header.first());
        if (!header.isSeal()) {
          RecordBuffer records = decoder.decode(file, found);
          if (records == null) {
            hole(header.first(), header.end());
          } else {
            whole.add(found);
          }
        }
        expected = header.end();
      }
      hole(expected, segment.end());
    }
  }

  private SpillFile open() throws IOException {
    return new SkippingFile(files.openForReading(segment.name().fileName()), true);
  }

  /** Neighbouring ones are one. */
  private void hole(long first, long end) {
    if (first >= end) {
      return;
    }
    Run last = holes.isEmpty() ? null : holes.get(holes.size() - 1);
    if (last != null && last.end() == first) {
      holes.set(holes.size() - 1, new Run(last.first(), end));
    } else {
      holes.add(new Run(first, end));
    }
  }

  Segment segment() {
    return segment;
  }

  /** The sequences that no whole block holds, in order. */
  List<Run> holes() {
    return holes;
  }

  /** The records of whole blocks, without those that stand for nothing. */
  List<Run> wholeRuns() {
    List<Run> runs = new ArrayList<>();
    for (BlockScan.Found found : whole) {
      BlockHeader header = found.header();
      if (!header.isTombstones() && !Filler.isFilling(header)) {
        runs.add(new Run(header.first(), header.end()));
      }
    }
    return runs;
  }

  /** Writes all sequences of the segment to {@code to}, under another epoch. */
  void write(SpillFile to, int epoch, Filler filler) throws IOException {
    long offset = 0;
    int next = 0;
    try (SpillFile from = open()) {
      for (BlockScan.Found found : whole) {
        while (next < holes.size() && holes.get(next).first() < found.header().first()) {
          offset = filler.write(to, offset, epoch, holes.get(next++));
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(found.header().space()));
        from.read(bytes, found.offset());
        found.header().withEpoch(epoch).encode(bytes, 0);
        to.write(bytes.clear(), offset);
        offset += found.header().space();
      }
    }
    for (Run hole : holes.subList(next, holes.size())) {
      offset = filler.write(to, offset, epoch, hole);
    }
  }
}
