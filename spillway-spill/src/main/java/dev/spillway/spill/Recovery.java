package dev.spillway.spill;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out from a directory's names, its state and its last segments where each lane stands. Makes
 * what it found durable if that is to be used, removes files that were never finished, and changes
 * nothing else, so it can be cut off and run again.
 */
final class Recovery {
  private static final Logger LOGGER = System.getLogger(Recovery.class.getName());

  private final SpillFiles files;
  private final StateFile.Slots slots;
  private final boolean forcing;
  private final List<List<SegmentName>> segments = new ArrayList<>();
  private final List<String> spares = new ArrayList<>();
  private final List<String> leftovers = new ArrayList<>();
  private final List<String> copies = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private final List<String> unconfirmed = new ArrayList<>();
  private final List<String> cutShort = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private int lastEpoch;
  private long unconfirmedRecords;
  private long damagedTombstones;

  private Recovery(SpillFiles files, StateFile.Slots slots, boolean forcing) {
    this.files = files;
    this.slots = slots;
    this.forcing = forcing;
  }

  /**
   * One lane as it was found.
   *
   * @param gone dead letters from the cursor on that are settled, and the records that tell so
   */
  record Lane(List<Segment> segments, long cursor, long forced, SequenceSet gone) {
    long kept() {
      return forced - cursor - gone.size();
    }

    /** The first record that there is a file for. */
    long first() {
      return segments.isEmpty() ? forced : segments.get(0).first();
    }

    /** How many of {@code run} are not settled. */
    long unsettled(SequenceSet.Run run) {
      return gone.missing(Math.max(run.first(), cursor), run.end()).stream()
          .mapToLong(missing -> missing.end() - missing.first())
          .sum();
    }
  }

  /** For a log that goes on with the directory. */
  static Recovery of(SpillFiles files) throws IOException {
    Recovery recovery = of(files, true);
    recovery.log();
    return recovery;
  }

  /** For somebody who only looks, while a log may be at work. */
  static Recovery survey(SpillFiles files) throws IOException {
    return of(files, false);
  }

  private static Recovery of(SpillFiles files, boolean forcing) throws IOException {
    FirstBlocks first = FirstBlocks.read(files);
    StateFile.Slots slots = StateFile.read(files);
    LogState newest = slots.newest();
    Recovery recovery = new Recovery(files, slots, forcing);
    recovery.readNames(newest, first);
    recovery.leaveStraysOut(first);
    if (forcing) {
      recovery.deleteLeftovers(); // a full disk may have no other room for what is to be kept
      files.force();
    }
    try (BlockDecoder decoder = new BlockDecoder()) {
      for (int lane = 0; lane < LaneNames.COUNT; lane++) {
        recovery.lanes.add(recovery.recover(lane, decoder));
      }
    }
    return recovery;
  }

  private void readNames(@Nullable LogState newest, FirstBlocks firstBlocks) throws IOException {
    lastEpoch = newest == null ? 0 : newest.lastEpoch();
    for (int lane = 0; lane < LaneNames.COUNT; lane++) {
      segments.add(new ArrayList<>());
    }
    List<String> names = files.list();
    Collections.sort(names);
    for (String name : names) {
      SegmentName segment = SegmentName.parse(name);
      long spareEpoch = SegmentPool.spareEpoch(name);
      if (segment != null) {
        usedEpoch(segment.epoch());
        if (firstBlocks.isCopy(segment)) {
          copies.add(name);
        } else {
          segments.get(segment.lane()).add(segment);
        }
      } else if (spareEpoch >= 0) {
        spares.add(name);
        usedEpoch((int) spareEpoch);
      } else if (name.startsWith(SegmentPool.FILLING_PREFIX)
          || name.equals(StateFile.NEW_FILE_NAME)) {
        leftovers.add(name);
      }
    }
    segments.forEach(Collections::sort);
  }

  private void leaveStraysOut(FirstBlocks firstBlocks) throws IOException {
    StraySegments search = new StraySegments(files, slots, firstBlocks);
    for (List<SegmentName> names : segments) {
      List<SegmentName> found = search.among(names);
      names.removeAll(found);
      found.forEach(name -> strays.add(name.fileName()));
    }
  }

  private void usedEpoch(int epoch) {
    if (Integer.compareUnsigned(epoch, lastEpoch) > 0) {
      lastEpoch = epoch;
    }
  }

  private Lane recover(int lane, BlockDecoder decoder) throws IOException {
    List<SegmentName> names = segments.get(lane);
    LogState newest = slots.newest();
    LogState.Lane known = newest == null ? LogState.Lane.NEW : newest.lanes().get(lane);
    long cursor = known.cursor();
    if (!slots.bothValid()) {
      // The slot that is gone may have been the newer one; what was removed since was settled.
      cursor = Math.max(cursor, names.isEmpty() ? known.forced() : names.get(0).first());
    }
    long end = known.forced();
    if (!names.isEmpty() && !isEndKnown(names.get(names.size() - 1), end)) {
      end = scanLast(names.get(names.size() - 1), end, decoder);
    }
    List<Segment> found = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      SegmentName name = names.get(index);
      Segment segment = new Segment(name, files.sizeBytes(name.fileName()));
      boolean last = index == names.size() - 1;
      segment.close(last ? end : names.get(index + 1).first(), true);
      found.add(segment);
    }
    return lane == LaneNames.DEAD_LETTERS
        ? withoutSettled(found, cursor, end, decoder)
        : new Lane(found, cursor, end, new SequenceSet());
  }

  private Lane withoutSettled(List<Segment> found, long cursor, long end, BlockDecoder decoder)
      throws IOException {
    Tombstones.Found tombstones = Tombstones.read(files, found, decoder);
    damagedTombstones += tombstones.damaged();
    SequenceSet gone = tombstones.gone();
    long firstKept = Math.min(end, gone.firstMissing(cursor));
    gone.removeBelow(firstKept);
    return new Lane(found, firstKept, end, gone);
  }

  /** Whether nothing can have been added to the last segment since the state was written. */
  private boolean isEndKnown(SegmentName last, long forced) {
    LogState newest = slots.newest();
    if (newest == null) {
      return false;
    }
    // A state that does not know the segment is older, as one from a backup.
    boolean ended = newest.isClosed(last) || (newest.clean() && slots.bothValid());
    return ended && newest.knows(last) && last.first() <= forced;
  }

  /** What is found is forced before anybody sees it. */
  private long scanLast(SegmentName name, long forced, BlockDecoder decoder) throws IOException {
    String fileName = name.fileName();
    try (SpillFile file = forcing ? files.open(fileName) : files.openForReading(fileName)) {
      TailScan tail = TailScan.of(file, name, forced, decoder);
      if (forcing) {
        if (keep(file, name, tail)) {
          trim(file, tail);
        }
      }
      if (tail.cutShort()) {
        cutShort.add(fileName);
      }
      unconfirmedRecords += tail.unconfirmedRecords();
      if (tail.unconfirmedBlocks() > 0) {
        unconfirmed.add(
            "segment="
                + fileName
                + " blocks="
                + tail.unconfirmedBlocks()
                + " records="
                + tail.unconfirmedRecords());
      }
      return tail.end();
    }
  }

  /** Makes what is kept durable; returns whether nothing behind what is confirmed is needed. */
  private boolean keep(SpillFile file, SegmentName name, TailScan tail) throws IOException {
    file.force();
    if (tail.kept().isEmpty()) {
      return true;
    }
    SegmentName copy = new SegmentName(name.lane(), tail.confirmed(), ++lastEpoch);
    try {
      TailCopy.copy(files, file, tail.kept(), copy);
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "event=spill-tail-not-copied segment=" + name.fileName(), e);
      return false; // as on a full disk: what is there is all there is
    }
    TailCopy.publish(files, copy);
    segments.get(name.lane()).add(copy);
    return true;
  }

  /** Nothing is added to it any more; without this a few crashes would fill the disk with zeros. */
  private static void trim(SpillFile file, TailScan tail) throws IOException {
    if (tail.confirmedBytes() >= 0 && tail.confirmedBytes() < file.sizeBytes()) {
      file.truncate(tail.confirmedBytes());
      file.force();
    }
  }

  private void log() {
    for (String copy : copies) {
      LOGGER.log(
          Level.WARNING,
          "event=spill-copied-segment directory="
              + files
              + " segment="
              + copy
              + " consequence=\"it is not read\" next=\"spillway spill repair moves it aside\"");
    }
    for (String stray : strays) {
      LOGGER.log(
          Level.WARNING,
          "event=spill-stray-segment directory="
              + files
              + " segment="
              + stray
              + " consequence=\"it is not read\" next=\"spillway spill repair moves it aside\"");
    }
    for (String cut : cutShort) {
      LOGGER.log(
          Level.ERROR,
          "event=spill-segment-cut-short directory="
              + files
              + " segment="
              + cut
              + " consequence=\"what stood behind its end is lost, and nobody knows how much\"");
    }
    for (String tail : unconfirmed) {
      LOGGER.log(Level.WARNING, "event=spill-unconfirmed-tail " + tail);
    }
    if (stateRebuilt()) {
      LOGGER.log(
          Level.WARNING, "event=spill-state-rebuilt directory=" + files + " records=" + records());
    }
  }

  private long records() {
    return lanes.stream().mapToLong(Lane::kept).sum();
  }

  private boolean stateRebuilt() {
    return slots.newest() == null && segments.stream().anyMatch(names -> !names.isEmpty());
  }

  SpillRecovery report() {
    LogState newest = slots.newest();
    boolean clean = newest == null ? !stateRebuilt() : newest.clean();
    return new SpillRecovery(clean, stateRebuilt(), records(), unconfirmedRecords);
  }

  /** Files with blocks of other segments, which are left alone. */
  List<String> copies() {
    return copies;
  }

  /** Files that are called segments and hold nothing of this log, which are left alone. */
  List<String> strays() {
    return strays;
  }

  /** Files that lost their end, with events that nobody can count. */
  List<String> cutShort() {
    return cutShort;
  }

  /** Whether one of the state's slots, or the whole file, is lost. */
  boolean isStateDamaged() {
    return !slots.bothValid();
  }

  List<Lane> lanes() {
    return lanes;
  }

  /** Records that told of settled dead letters and can't be read. */
  long damagedTombstones() {
    return damagedTombstones;
  }

  int lastEpoch() {
    return lastEpoch;
  }

  @Nullable LogState newestState() {
    return slots.newest();
  }

  private void deleteLeftovers() throws IOException {
    for (String name : leftovers) {
      files.delete(name);
    }
  }

  /** Removes spares that are too many or too small. Returns the one to go on with, or null. */
  @Nullable String tidy(long segmentBytes) throws IOException {
    String kept = null;
    for (String name : spares) {
      if (kept == null && files.sizeBytes(name) == segmentBytes) {
        kept = name;
      } else {
        files.delete(name);
      }
    }
    return kept;
  }
}
