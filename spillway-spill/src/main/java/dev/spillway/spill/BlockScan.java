package dev.spillway.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks of one life of a segment file. For one thread.
 *
 * <p>A file that was recycled still holds blocks of its earlier lives; those have another epoch. A
 * block's payload is never looked into, since a record may look like a block.
 */
final class BlockScan {
  /** How much is read when there is no block where one was expected. */
  private static final int SEARCH_BYTES = 256 * 1024;

  private final SpillFile file;
  private final int lane;
  private final int epoch;
  private final long end;
  private final long limitOffset;
  private ByteBuffer window = ByteBuffer.allocate(Format.ALIGNMENT);
  private long windowOffset;

  /**
   * For the segment in {@code file}.
   *
   * @param end the sequence after its last one; a block that only begins before it is none
   * @param limitOffset where the search ends
   */
  BlockScan(SpillFile file, SegmentName name, long end, long limitOffset) {
    this.file = file;
    this.lane = name.lane();
    this.epoch = name.epoch();
    this.end = end;
    this.limitOffset = limitOffset;
    window.limit(0);
  }

  /** A sound header and where it is. */
  record Found(BlockHeader header, long offset) {
    long nextOffset() {
      return offset + header.space();
    }
  }

  /**
   * The first block at or after {@code offset} whose first sequence is at least {@code expected},
   * seals included.
   *
   * @return null when there is none
   */
  @Nullable Found next(long offset, long expected) throws IOException {
    int readBytes = Format.ALIGNMENT;
    long at = offset;
    while (at + Format.HEADER_BYTES <= limitOffset) {
      BlockHeader header = ownHeaderAt(at, readBytes);
      boolean withinRange = header != null && (header.first() >= end || header.end() <= end);
      if (header != null && withinRange && header.first() >= expected) {
        return new Found(header, at);
      }
      at += header != null ? header.space() : Format.ALIGNMENT;
      readBytes = header != null ? Format.ALIGNMENT : SEARCH_BYTES;
    }
    return null;
  }

  /** Whether the block behind {@code found} goes on where that one ends. */
  boolean isFollowed(Found found) throws IOException {
    long at = found.nextOffset();
    BlockHeader header =
        at + Format.HEADER_BYTES <= limitOffset ? ownHeaderAt(at, Format.ALIGNMENT) : null;
    return header != null && header.first() == found.header().end();
  }

  private @Nullable BlockHeader ownHeaderAt(long offset, int readBytes) throws IOException {
    long index = offset - windowOffset;
    if (index < 0 || index + Format.HEADER_BYTES > window.limit()) {
      int mostBytes = (int) Math.min(readBytes, limitOffset - offset);
      if (window.capacity() < mostBytes) {
        window = ByteBuffer.allocate(mostBytes);
      }
      window.clear().limit(mostBytes);
      file.read(window, offset);
      window.flip();
      windowOffset = offset;
      index = 0;
    }
    BlockHeader header = BlockHeader.decode(window, (int) index);
    return header != null && header.lane() == lane && header.epoch() == epoch ? header : null;
  }
}
