package dev.spillway.spill;

import dev.spillway.spill.SequenceSet.Run;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Counts a lane's records that are not settled by the headers of its blocks. For one use. */
final class HeaderCount {
  private final SpillFiles files;
  private final Recovery.Lane lane;
  private long filled;
  private long unreadable;

  private HeaderCount(SpillFiles files, Recovery.Lane lane) {
    this.files = files;
    this.lane = lane;
  }

  static HeaderCount of(SpillFiles files, Recovery.Lane lane) throws IOException {
    HeaderCount count = new HeaderCount(files, lane);
    count.unreadable += lane.unsettled(new Run(lane.cursor(), lane.first()));
    for (Segment segment : lane.segments()) {
      if (segment.end() > lane.cursor()) {
        count.add(segment);
      }
    }
    return count;
  }

  /** Records that a repair put in the place of lost ones. */
  long filled() {
    return filled;
  }

  /** Records that no sound header tells of. */
  long unreadable() {
    return unreadable;
  }

  /** Records that sound headers tell of. */
  long records() {
    return lane.kept() - filled - unreadable;
  }

  private void add(Segment segment) throws IOException {
    long filledBefore = filled;
    long unreadableBefore = unreadable;
    boolean gone = false;
    try {
      scan(segment);
    } catch (NoSuchFileException | FileNotFoundException e) {
      gone = true;
    }
    if (gone || isReused(segment, unreadableBefore)) { // by a log that is at work
      filled = filledBefore;
      unreadable = unreadableBefore;
    }
  }

  private boolean isReused(Segment segment, long unreadableBefore) throws IOException {
    return unreadable > unreadableBefore && !files.list().contains(segment.name().fileName());
  }

  private void scan(Segment segment) throws IOException {
    String fileName = segment.name().fileName();
    try (SpillFile file = new SkippingFile(files.openForReading(fileName), true);
        BlockDecoder decoder = new BlockDecoder()) {
      long expected = segment.first();
      for (BlockScan.Found found : BlockChain.of(file, segment, decoder)) {
        BlockHeader header = found.header();
        if (header.first() >= segment.end()) {
          break;
        }
        unreadable += lane.unsettled(new Run(expected, header.first()));
        if (Filler.isFilling(header) && !header.isSeal()) {
          filled += lane.unsettled(new Run(header.first(), header.end()));
        }
        expected = header.end();
      }
      unreadable += lane.unsettled(new Run(expected, segment.end()));
    }
  }
}
