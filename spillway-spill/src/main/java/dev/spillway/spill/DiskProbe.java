package dev.spillway.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Tries on a small file of its own, which it removes, whether the disk takes writes. */
final class DiskProbe {
  private static final Logger LOGGER = System.getLogger(DiskProbe.class.getName());

  /** Removed as a leftover when a stop leaves it. */
  private static final String FILE_NAME = SegmentPool.FILLING_PREFIX + "probe";

  private DiskProbe() {}

  /** Writes, forces and removes; a full disk must not be filled by what asks whether it is. */
  static void run(SpillFiles files) throws IOException {
    files.delete(FILE_NAME);
    try (SpillFile file = files.create(FILE_NAME)) {
      file.zeroFill(0, Format.ALIGNMENT);
      file.force();
    } finally {
      removeQuietly(files);
    }
  }

  private static void removeQuietly(SpillFiles files) {
    try {
      files.delete(FILE_NAME);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=spill-delete-failed file=" + FILE_NAME, e);
    }
  }
}
