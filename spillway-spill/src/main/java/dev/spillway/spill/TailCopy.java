package dev.spillway.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes the unconfirmed end of a lane to a segment of its own.
 *
 * <p>A force may have failed before the stop. Then only the system's cache has those blocks, marked
 * as written, and forcing their file again would not put them on the disk. Writing them in place
 * would put those that are on the disk at risk.
 */
final class TailCopy {
  private static final String COPYING = SegmentPool.FILLING_PREFIX + "tail";

  private TailCopy() {}

  /**
   * Makes a forced file with {@code blocks} of {@code from}; {@link #publish} gives it its name.
   */
  static void copy(SpillFiles files, SpillFile from, List<BlockScan.Found> blocks, SegmentName name)
      throws IOException {
    files.delete(COPYING);
    try (SpillFile to = files.create(COPYING)) {
      long offset = 0;
      for (BlockScan.Found block : blocks) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(block.header().space()));
        from.read(bytes, block.offset());
        block.header().withEpoch(name.epoch()).encode(bytes, 0);
        to.write(bytes.clear(), offset);
        offset += block.header().space();
      }
      to.force();
    } catch (IOException e) {
      files.delete(COPYING);
      throw e;
    }
  }

  /** From here on the blocks in the old segment are out of range. */
  static void publish(SpillFiles files, SegmentName name) throws IOException {
    files.rename(COPYING, name.fileName());
    files.force();
  }
}
