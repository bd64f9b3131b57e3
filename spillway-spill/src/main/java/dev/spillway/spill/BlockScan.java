package dev.spillway.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks of one life of a segment file. For one thread.
 *
 * <p>A file that was recycled still holds blocks of its earlier lives; those have another epoch.
 */
final class BlockScan {
  /** How much is read when there is no block where one was expected. */
  private static final int SEARCH_BYTES = 256 * 1024;

  private final SpillFile file;
  private final int lane;
  private final int epoch;
  private ByteBuffer window = ByteBuffer.allocate(Format.ALIGNMENT);
  private long windowOffset;

  BlockScan(SpillFile file, int lane, int epoch) {
    this.file = file;
    this.lane = lane;
    this.epoch = epoch;
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
   * @param limitOffset where the search ends
   * @return null when there is none
   */
  @Nullable Found next(long offset, long expected, long limitOffset) throws IOException {
    int readBytes = Format.ALIGNMENT;
    for (long at = offset; at + Format.HEADER_BYTES <= limitOffset; at += Format.ALIGNMENT) {
      BlockHeader header = headerAt(at, (int) Math.min(readBytes, limitOffset - at));
      if (header != null
          && header.lane() == lane
          && header.epoch() == epoch
          && header.first() >= expected) {
        return new Found(header, at);
      }
      readBytes = SEARCH_BYTES;
    }
    return null;
  }

  private @Nullable BlockHeader headerAt(long offset, int readBytes) throws IOException {
    long index = offset - windowOffset;
    if (index < 0 || index + Format.HEADER_BYTES > window.limit()) {
      if (window.capacity() < readBytes) {
        window = ByteBuffer.allocate(readBytes);
      }
      window.clear().limit(readBytes);
      file.read(window, offset);
      window.flip();
      windowOffset = offset;
      index = 0;
    }
    return BlockHeader.decode(window, (int) index);
  }
}
