package dev.spillway.spill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Finds files that are called segments and are none, before they bound the segments around them.
 * For one thread.
 *
 * <p>A segment without a sound block of its own is a new one, one that was lost, or a file that
 * somebody put there. The first two begin where the one before ended, so nothing that is confirmed
 * lies behind their first sequence in an earlier file, and no clean state knows less, nor any state
 * that knows of their epoch.
 */
final class StraySegments {
  private final SpillFiles files;
  private final StateFile.Slots slots;
  private final FirstBlocks firstBlocks;

  StraySegments(SpillFiles files, StateFile.Slots slots, FirstBlocks firstBlocks) {
    this.files = files;
    this.slots = slots;
    this.firstBlocks = firstBlocks;
  }

  /** Those of one lane, whose segments are in order. */
  List<SegmentName> among(List<SegmentName> names) throws IOException {
    List<SegmentName> strays = new ArrayList<>();
    List<SegmentName> before = new ArrayList<>();
    for (SegmentName name : names) {
      if (!hasBlocks(name) && isStray(name, before)) {
        strays.add(name);
      } else {
        before.add(name);
      }
    }
    return strays;
  }

  private boolean hasBlocks(SegmentName name) throws IOException {
    return firstBlocks.isOwn(name) || !headers(name).isEmpty();
  }

  private List<BlockHeader> headers(SegmentName name) throws IOException {
    try (SpillFile file = new SkippingFile(files.openForReading(name.fileName()), true);
        BlockDecoder decoder = new BlockDecoder()) {
      return BlockChain.of(file, name, decoder).stream().map(BlockScan.Found::header).toList();
    }
  }

  private boolean isStray(SegmentName name, List<SegmentName> before) throws IOException {
    LogState newest = slots.newest();
    long forced = newest == null ? 0 : newest.lanes().get(name.lane()).forced();
    boolean stateIsLast = newest != null && newest.clean() && slots.bothValid();
    boolean known = stateIsLast || (newest != null && newest.isClosed(name));
    if (known && name.first() > forced) {
      return true;
    }
    boolean ofNoSegmentsSize = files.sizeBytes(name.fileName()) % Format.ALIGNMENT != 0;
    List<BlockHeader> earlier =
        before.isEmpty() ? Collections.emptyList() : headers(before.get(before.size() - 1));
    long confirmed = forced;
    for (BlockHeader header : earlier) {
      confirmed = Math.max(confirmed, header.forcedThrough());
    }
    for (BlockHeader header : earlier) {
      boolean counts = !header.isSeal() && (header.end() <= confirmed || ofNoSegmentsSize);
      if (counts && header.end() > name.first()) {
        return true;
      }
    }
    return false;
  }
}
