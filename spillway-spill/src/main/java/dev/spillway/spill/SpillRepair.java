package dev.spillway.spill;

import dev.spillway.spill.SequenceSet.Run;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a damaged directory sound without losing a record that can be read. Not thread-safe.
 *
 * <p>A segment with damage that matters is written anew: whole blocks as they are, and blocks of
 * nothing for what is lost, so that sequences go on without a gap. The new file takes the old one's
 * place by a greater epoch, as the format has it, and the old one goes to the subdirectory {@code
 * damaged}, where nothing is ever removed. After each step the directory is as sound as before or
 * sounder, so a repair can be cut off anywhere and run again.
 *
 * <pre>{@code
 * SpillRepair.Report report = SpillRepair.of(Path.of("data/queues/orders")).run(step -> {});
 * }</pre>
 */
public final class SpillRepair {
  private static final String UNFINISHED = SegmentPool.FILLING_PREFIX + "repair";

  private final Path directory;
  private final SpillFiles files;

  private SpillRepair(Path directory) {
    this.directory = directory;
    files = SpillFiles.onDisk(directory);
  }

  /** For a directory that no log works in. */
  public static SpillRepair of(Path directory) {
    return new SpillRepair(directory);
  }

  /**
   * Records that can't be read any more.
   *
   * @param lane its name
   * @param first the sequence of the first one
   * @param end the sequence after the last one
   */
  public record Loss(String lane, long first, long end) {
    public long records() {
      return end - first;
    }
  }

  /** A file that is not where it was, or is to be moved, and why. */
  public record Move(String fileName, String reason) {}

  /**
   * What was done, or is to be done.
   *
   * @param kept records that wait, or are dead letters, and can be read
   * @param moved files that went to the subdirectory {@code damaged}, or got their name back
   * @param lost what was waiting and is lost, lane by lane
   * @param cutShort files that lost their end, with records that nobody can count and no repair can
   *     fetch
   * @param notes what needs no repair, because the next start heals it
   */
  public record Report(
      long kept, List<Move> moved, List<Loss> lost, List<String> cutShort, List<String> notes) {
    public Report {
      moved = List.copyOf(moved);
      lost = List.copyOf(lost);
      cutShort = List.copyOf(cutShort);
      notes = List.copyOf(notes);
    }

    public long lostRecords() {
      return lost.stream().mapToLong(Loss::records).sum();
    }
  }

  /**
   * Tells what {@link #run} would do, and changes not a byte.
   *
   * @throws SpillException if the directory is in use, of a newer version, or can't be read, or if
   *     something else has the name of the subdirectory
   */
  public Report plan(Consumer<String> progress) {
    try {
      Closeable held = SpillDirectory.hold(directory);
      try {
        return new Work(progress, false).report();
      } finally {
        held.close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Repairs.
   *
   * @param progress is told each step when it is on the disk
   * @throws SpillException if the directory is in use, of a newer version, or can't be read or
   *     written; a repair that was cut off can be run again
   */
  public Report run(Consumer<String> progress) {
    try {
      FirstBlocks.read(files); // refuses a newer version, before the lock is touched
      Closeable held = files.lock();
      try {
        return new Work(progress, true).report();
      } finally {
        held.close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private SpillException failure(IOException e) {
    return new SpillException(
        "spill directory can't be repaired: "
            + directory
            + ": "
            + e
            + "; nothing is lost by that; check its rights and the room on its disk, and run it"
            + " again",
        e);
  }

  /** One pass over the directory. */
  private final class Work {
    private final Consumer<String> progress;
    private final boolean changing;
    private final DamagedFiles aside = new DamagedFiles(directory, files);
    private final List<Move> moved = new ArrayList<>();
    private final List<Loss> lost = new ArrayList<>();
    private final List<String> cutShort = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private SpillFiles seen = files;
    private long kept;
    private int lastEpoch;

    Work(Consumer<String> progress, boolean changing) {
      this.progress = progress;
      this.changing = changing;
    }

    Report report() throws IOException {
      aside.check();
      Map<String, String> renamed = moveCopies();
      seen = changing ? files : new RenamedFiles(files, renamed);
      Recovery found = Recovery.survey(seen);
      lastEpoch = found.lastEpoch();
      note(found);
      for (String stray : found.strays()) {
        moved.add(new Move(stray, "it holds nothing of this log"));
        setAside(stray);
        told(stray);
      }
      try (BlockDecoder decoder = new BlockDecoder()) {
        for (int lane = 0; lane < found.lanes().size(); lane++) {
          repair(lane, found.lanes().get(lane), decoder);
        }
      }
      return new Report(kept, moved, lost, cutShort, notes);
    }

    private void note(Recovery found) {
      if (found.report().stateRebuilt()) {
        notes.add("the state is lost: the next start delivers everything that is here again");
      } else if (found.isStateDamaged() && found.newestState() != null) {
        notes.add("one slot of the state is lost: the next start goes on from the other one");
      }
      cutShort.addAll(found.cutShort());
      if (found.report().unconfirmedRecords() > 0) {
        notes.add(
            found.report().unconfirmedRecords()
                + " records at the end were being written and confirmed to nobody");
      }
    }

    /** Returns the names before, and after if any. */
    private Map<String, String> moveCopies() throws IOException {
      Map<String, String> renamed = new HashMap<>();
      FirstBlocks first = FirstBlocks.read(files);
      for (String fileName : files.list().stream().sorted().toList()) {
        SegmentName name = SegmentName.parse(fileName);
        if (name == null || !first.isCopy(name)) {
          continue;
        }
        if (first.isOnlyCopy(name)) {
          String home = first.home(name).fileName();
          moved.add(new Move(fileName, "it is " + home + " under another name"));
          renamed.put(fileName, home);
          if (changing) {
            files.rename(fileName, home);
            files.force();
          }
        } else {
          moved.add(new Move(fileName, "it is a copy of " + first.home(name).fileName()));
          renamed.put(fileName, "");
          setAside(fileName);
        }
        told(fileName);
      }
      return renamed;
    }

    private void setAside(String fileName) throws IOException {
      if (changing) {
        aside.keep(fileName);
        aside.remove(fileName);
      }
    }

    private void told(String step) {
      progress.accept(step);
    }

    private void repair(int lane, Recovery.Lane found, BlockDecoder decoder) throws IOException {
      List<Segment> segments = found.segments();
      long first = segments.isEmpty() ? found.forced() : segments.get(0).first();
      Run settled = settled(lane, found);
      try (Filler filler = new Filler(lane, settled)) {
        if (lose(lane, found, new Run(found.cursor(), first)) && changing) {
          SegmentName name = new SegmentName(lane, found.cursor(), ++lastEpoch);
          try (SpillFile file = unfinished()) {
            filler.write(file, 0, name.epoch(), new Run(found.cursor(), first));
            publish(file, name);
          }
        }
        for (Segment segment : segments) {
          if (segment.end() > found.cursor() && segment.end() > segment.first()) {
            repair(found, SegmentRepair.of(seen, segment, decoder), filler);
          }
          told(segment.name().fileName());
        }
      }
    }

    private static @Nullable Run settled(int lane, Recovery.Lane found) {
      if (lane != LaneNames.DEAD_LETTERS) {
        return null;
      }
      if (found.cursor() > 0) {
        return new Run(0, 1);
      }
      List<Run> gone = found.gone().runs();
      return gone.isEmpty() ? null : gone.get(0);
    }

    /** Counts what of {@code run} is lost; returns whether that is anything. */
    private boolean lose(int lane, Recovery.Lane found, Run run) {
      List<Run> missing = found.gone().missing(Math.max(run.first(), found.cursor()), run.end());
      missing.forEach(m -> lost.add(new Loss(LaneNames.name(lane), m.first(), m.end())));
      return !missing.isEmpty();
    }

    private void repair(Recovery.Lane found, SegmentRepair repair, Filler filler)
        throws IOException {
      SegmentName name = repair.segment().name();
      boolean damaged = false;
      for (Run hole : repair.holes()) {
        damaged |= lose(name.lane(), found, hole);
      }
      for (Run run : repair.wholeRuns()) {
        for (Run here : found.gone().missing(Math.max(run.first(), found.cursor()), run.end())) {
          kept += here.end() - here.first();
        }
      }
      if (!damaged) {
        return;
      }
      moved.add(new Move(name.fileName(), "parts of it are damaged or missing"));
      if (changing) {
        aside.keep(name.fileName());
        told("damaged/" + name.fileName());
        SegmentName anew = new SegmentName(name.lane(), name.first(), ++lastEpoch);
        try (SpillFile file = unfinished()) {
          repair.write(file, anew.epoch(), filler);
          publish(file, anew);
        }
        aside.remove(name.fileName());
      }
    }

    private SpillFile unfinished() throws IOException {
      files.delete(UNFINISHED);
      return files.create(UNFINISHED);
    }

    private void publish(SpillFile file, SegmentName name) throws IOException {
      file.force();
      told(UNFINISHED);
      files.rename(UNFINISHED, name.fileName());
      files.force();
      told(name.fileName());
    }
  }
}
