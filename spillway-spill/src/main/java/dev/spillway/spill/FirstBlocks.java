package dev.spillway.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the first header of each segment tells before anything is changed: whether a newer program
 * wrote it, and whether it is at home in its file. Immutable.
 *
 * <p>No program appends to a segment that another one created, so the first block has the version
 * of all. A file with a sound first block of another epoch, but with the first sequence of its
 * name, or of another segment that is there, was copied or renamed by somebody: a recycled file
 * only holds blocks of sequences that are behind, from segments that are gone.
 */
final class FirstBlocks {
  private static final Logger LOGGER = System.getLogger(FirstBlocks.class.getName());

  private final Map<SegmentName, BlockHeader> headers = new HashMap<>();
  private final Set<SegmentName> names = new HashSet<>();

  private FirstBlocks() {}

  /**
   * Reads them.
   *
   * @throws SpillException if the state or a segment is of a newer version
   */
  static FirstBlocks read(SpillFiles files) throws IOException {
    refuseNewer(files, StateFile.FILE_NAME, StateFile.read(files).version());
    FirstBlocks found = new FirstBlocks();
    ByteBuffer bytes = ByteBuffer.allocate(Format.HEADER_BYTES);
    for (String fileName : files.list()) {
      SegmentName name = SegmentName.parse(fileName);
      if (name == null) {
        continue;
      }
      found.names.add(name);
      bytes.clear();
      try (SpillFile file = files.openForReading(fileName)) {
        file.read(bytes, 0);
      } catch (IOException e) { // who needs the file will tell
        LOGGER.log(Level.DEBUG, "event=spill-first-block-unread segment=" + fileName, e);
        bytes.clear().limit(0);
      }
      bytes.flip();
      refuseNewer(files, fileName, BlockHeader.versionOf(bytes));
      BlockHeader header = BlockHeader.decode(bytes, 0);
      if (header != null) {
        found.headers.put(name, header);
      }
    }
    return found;
  }

  private static void refuseNewer(SpillFiles files, String name, int version) {
    if (version > Format.VERSION) {
      throw new SpillException(
          "spill directory was written by a newer version: "
              + files
              + ": "
              + name
              + " has format "
              + version
              + " and this program reads up to "
              + Format.VERSION
              + "; nothing was changed; use the newer program or another directory");
    }
  }

  /** Whether the blocks of the file called {@code name} belong to another segment. */
  boolean isCopy(SegmentName name) {
    BlockHeader header = headers.get(name);
    if (header == null || (header.lane() == name.lane() && header.epoch() == name.epoch())) {
      return false;
    }
    boolean renamed = header.lane() == name.lane() && header.first() == name.first();
    return renamed || names.contains(home(header));
  }

  /** Whether the file called {@code name} begins with a sound block of its own. */
  boolean isOwn(SegmentName name) {
    BlockHeader header = headers.get(name);
    return header != null
        && header.lane() == name.lane()
        && header.epoch() == name.epoch()
        && header.first() >= name.first();
  }

  /** Where the blocks of the file called {@code name} belong, if nobody has that name. */
  boolean isOnlyCopy(SegmentName name) {
    BlockHeader header = headers.get(name);
    return header != null && isCopy(name) && !names.contains(home(header));
  }

  /** The name of the segment that the first block of {@code name} belongs to. */
  SegmentName home(SegmentName name) {
    BlockHeader header = headers.get(name);
    return header == null ? name : home(header);
  }

  private static SegmentName home(BlockHeader header) {
    return new SegmentName(header.lane(), header.first(), header.epoch());
  }
}
