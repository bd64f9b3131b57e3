package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a spill directory without changing anything, also while a log is at work in it. What is
 * told then is from the moment of the call, with cursors up to a second old. Thread-safe.
 *
 * <pre>{@code
 * SpillInspector inspector = SpillInspector.of(Path.of("data/spill"));
 * inspector.lanes().forEach(lane -> System.out.println(lane.name() + " " + lane.backlog()));
 * boolean sound = inspector.verify((segment, done, total) -> {}).lostRecords() == 0;
 * }</pre>
 */
public final class SpillInspector {
  /** A running log may take segments away while they are listed. */
  private static final int ATTEMPTS = 10;

  private final SpillFiles files;

  private SpillInspector(SpillFiles files) {
    this.files = files;
  }

  /** For a directory, which need not exist. */
  public static SpillInspector of(Path directory) {
    return new SpillInspector(SpillFiles.onDisk(directory));
  }

  /** For any kind of files. */
  public static SpillInspector of(SpillFiles files) {
    return new SpillInspector(files);
  }

  /** One lane as it was found. */
  public interface Lane {
    /** {@code critical} to {@code bulk}, {@code critical-carried} …, {@code dead-letters}. */
    String name();

    /** All records below this sequence are settled. */
    long cursor();

    /** The sequence after the last record. */
    long end();

    /** Its files, oldest first. */
    List<SegmentFile> segments();

    /** The records that are not settled. */
    long backlog();
  }

  /** One segment file. */
  public interface SegmentFile {
    /** The name within the directory. */
    String fileName();

    /** The sequence of its first record. */
    long first();

    /** The sequence after its last record. */
    long end();

    /** Its size, free parts included. */
    long sizeBytes();
  }

  /** What {@link #verify} found. */
  public interface Verification {
    /** Whole blocks. */
    long blocks();

    /** Records in them, without those that only tell of settled or of lost ones. */
    long records();

    /** How many of those are settled. */
    long settledRecords();

    /**
     * Records that are not settled and hold nothing: a repair put them in the place of lost ones.
     */
    long filledRecords();

    /** Blocks, or runs of blocks whose headers are damaged, that can't be read. */
    long damagedBlocks();

    /** Records in them, settled ones included. */
    long damagedRecords();

    /** Records that are not settled and can't be read, those of missing files included. */
    long lostRecords();

    /** Whether nothing tells what is settled, so that the next start delivers everything again. */
    boolean stateLost();

    /** Where files are missing that held, or may have held, records that are not settled. */
    List<Gap> missing();

    /** Segment files that hold blocks of other segments; nobody reads or removes them. */
    List<String> copies();

    /** Files called segments that hold nothing of this log; nobody reads or removes them. */
    List<String> strays();

    /**
     * Segment files that lost their end after a stop that recorded none. Nothing tells how many
     * records stood there, so these are in no count.
     */
    List<String> cutShort();

    /** Records that were being written when the log stopped and are not whole; no damage. */
    long unconfirmedRecords();
  }

  /** A run of records of one lane whose files are missing. */
  public interface Gap {
    /** The lane's name. */
    String lane();

    /** The sequence of the first record that is not settled. */
    long first();

    /** The sequence after the last. */
    long end();

    /** How many records that is at most. */
    default long records() {
      return end() - first();
    }
  }

  /** Told how far {@link #verify} is. */
  public interface Progress {
    /** Segment {@code fileName} is done, and with it so many of all bytes. */
    void onSegment(String fileName, long bytesDone, long bytesTotal);
  }

  /** Told the records of a lane. */
  public interface RecordVisitor {
    /** A record, in {@code length} bytes of {@code bytes} from {@code offset} on. */
    void onRecord(long sequence, byte[] bytes, int offset, int length);

    /** The records from {@code first} to {@code end}, exclusive, can't be read. */
    void onDamage(long first, long end);

    /** The records from {@code first} to {@code end}, exclusive, were lost before a repair. */
    default void onFilled(long first, long end) {}
  }

  /**
   * What the headers of a lane's blocks tell of its backlog.
   *
   * @param lane its name
   * @param records those that a sound header tells of; their payload was not looked at
   * @param filled those that hold nothing: a repair put them in the place of lost ones
   * @param unreadable those that no header tells of, damaged or missing
   */
  public record Content(String lane, long records, long filled, long unreadable) {}

  private record FoundLane(
      String name, long cursor, long end, long backlog, List<SegmentFile> segments)
      implements Lane {}

  private record FoundSegment(String fileName, long first, long end, long sizeBytes)
      implements SegmentFile {}

  /** What the directory holds, lane by lane. */
  public List<Lane> lanes() {
    List<Recovery.Lane> found = survey().lanes();
    List<Lane> lanes = new ArrayList<>();
    for (int index = 0; index < found.size(); index++) {
      Recovery.Lane lane = found.get(index);
      List<SegmentFile> segments = new ArrayList<>();
      for (Segment segment : lane.segments()) {
        String fileName = segment.name().fileName();
        segments.add(
            new FoundSegment(fileName, segment.first(), segment.end(), segment.sizeBytes()));
      }
      lanes.add(
          new FoundLane(
              LaneNames.name(index),
              lane.cursor(),
              lane.forced(),
              lane.kept(),
              List.copyOf(segments)));
    }
    return lanes;
  }

  /** Reads the headers of all blocks that are not settled, lane by lane. */
  public List<Content> contents() {
    List<Recovery.Lane> found = survey().lanes();
    List<Content> contents = new ArrayList<>();
    try {
      for (int index = 0; index < found.size(); index++) {
        HeaderCount count = HeaderCount.of(files, found.get(index));
        contents.add(
            new Content(
                LaneNames.name(index), count.records(), count.filled(), count.unreadable()));
      }
    } catch (IOException e) {
      throw failure(e);
    }
    return contents;
  }

  /** Whether nothing tells what is settled, so that the next start delivers everything again. */
  public boolean isStateLost() {
    return survey().report().stateRebuilt();
  }

  /** Reads every block. */
  public Verification verify(Progress progress) {
    Recovery survey = survey();
    Verifier verifier = new Verifier(files, progress, survey);
    try {
      return verifier.verify();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Reads the records of a lane that are not settled, in order.
   *
   * @throws IllegalArgumentException if there is no such lane
   */
  public void records(String laneName, RecordVisitor visitor) {
    int index = LaneNames.index(laneName);
    if (index < 0) {
      throw new IllegalArgumentException("lane must be one of the log's: lane=" + laneName);
    }
    Recovery.Lane lane = survey().lanes().get(index);
    RecordWalk walk = new RecordWalk(lane.cursor(), lane.gone(), visitor);
    try (BlockDecoder decoder = new BlockDecoder()) {
      walk.onDamage(lane.cursor(), lane.first());
      for (Segment segment : lane.segments()) {
        if (segment.end() > lane.cursor()) {
          SegmentWalk.walk(files, segment, decoder, walk);
        }
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Recovery survey() {
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return Recovery.survey(files);
      } catch (NoSuchFileException | FileNotFoundException e) {
        last = e;
      } catch (IOException e) {
        throw failure(e);
      }
    }
    throw failure(last);
  }

  private SpillException failure(@Nullable IOException e) {
    return new SpillException("spill directory can't be read: " + files + ": " + e, e);
  }

  private record RecordWalk(long cursor, SequenceSet gone, RecordVisitor visitor)
      implements SegmentWalk.Visitor {
    @Override
    public void onBlock(BlockHeader header, RecordBuffer records) {
      if (Filler.isFilling(header)) {
        gone.missing(Math.max(header.first(), cursor), header.end())
            .forEach(lost -> visitor.onFilled(lost.first(), lost.end()));
        return;
      }
      for (int index = 0; index < records.count(); index++) {
        long sequence = header.first() + index;
        if (sequence >= cursor && gone.firstMissing(sequence) == sequence) {
          visitor.onRecord(sequence, records.array(), records.offset(index), records.length(index));
        }
      }
    }

    @Override
    public void onDamage(long first, long end) {
      gone.missing(Math.max(first, cursor), end)
          .forEach(lost -> visitor.onDamage(lost.first(), lost.end()));
    }
  }
}
