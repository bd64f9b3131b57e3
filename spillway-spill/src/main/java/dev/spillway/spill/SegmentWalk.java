package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import java.io.IOException;

/** Goes through all records of a segment whose end is known. */
final class SegmentWalk {
  private SegmentWalk() {}

  /** Told of every sequence of the segment once, in order. */
  interface Visitor {
    /** A whole block. */
    void onBlock(BlockHeader header, RecordBuffer records);

    /** The records from {@code first} to {@code end}, exclusive, are damaged. */
    void onDamage(long first, long end);

    /** No header tells of the records from {@code first} to {@code end}, exclusive. */
    default void onGap(long first, long end) {
      onDamage(first, end);
    }
  }

  static void walk(SpillFiles files, Segment segment, BlockDecoder decoder, Visitor visitor)
      throws IOException {
    try (SpillFile file = files.openForReading(segment.name().fileName())) {
      long expected = segment.first();
      for (BlockScan.Found found : BlockChain.of(file, segment, decoder)) {
        if (found.header().first() < segment.end()) {
          expected = visit(file, found, expected, decoder, visitor);
        }
      }
      if (expected < segment.end()) {
        visitor.onGap(expected, segment.end());
      }
    }
  }

  private static long visit(
      SpillFile file, BlockScan.Found found, long expected, BlockDecoder decoder, Visitor visitor)
      throws IOException {
    BlockHeader header = found.header();
    long gapEnd = header.first();
    if (gapEnd > expected) {
      visitor.onGap(expected, gapEnd);
    }
    RecordBuffer records = header.isSeal() ? null : decoder.decode(file, found);
    if (records != null) {
      visitor.onBlock(header, records);
    } else if (!header.isSeal()) {
      visitor.onDamage(header.first(), header.end());
    }
    return header.end();
  }
}
