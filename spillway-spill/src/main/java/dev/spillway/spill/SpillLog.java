package dev.spillway.spill;

import dev.spillway.Priority;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillLetters;
import dev.spillway.queue.SpillListener;
import dev.spillway.queue.SpillStore;
import dev.spillway.time.TaskScheduler;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A durable log in one directory. When the bound on the disk is reached, a lane refuses appends
 * until blocks are acknowledged, BULK first and CRITICAL last; nothing that was taken is given up.
 * Thread-safe.
 *
 * <pre>{@code
 * try (SpillLog log = SpillLog.builder(Path.of("data/spill")).diskBytes(1L << 30).open()) {
 *   log.connect(listener);
 *   log.backlog(Priority.HIGH).append(records, callback);
 * }
 * }</pre>
 */
public final class SpillLog implements SpillStore {
  private static final Logger LOGGER = System.getLogger(SpillLog.class.getName());

  private final SpillFiles files;
  private final SpillConfig config;
  private final Closeable lock;
  private final TaskScheduler writerTasks;
  private final TaskScheduler readerTasks;
  private final boolean ownsTasks;
  private final Trouble trouble;
  private final DiskWatch disk;
  private final Room room;
  private final SegmentPool pool;
  private final SpillReader reader;
  private final SpillWriter writer;
  private final Housekeeper housekeeper;
  private final SpillRecovery recovery;
  private final List<LogLane> lanes = new ArrayList<>();
  private final LetterLane letters;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable SpillListener listener;
  private volatile @Nullable String closeTrouble;

  SpillLog(SpillLogBuilder builder, SpillFiles files, Closeable lock) throws IOException {
    this.files = files;
    this.lock = lock;
    config = SpillConfig.of(builder);
    Recovery found = Recovery.of(files);
    recovery = found.report();
    StateFile stateFile = StateFile.open(files, found.newestState());
    String spare = found.tidy(config.segmentBytes());
    ownsTasks = builder.writerTasks == null || builder.readerTasks == null;
    writerTasks = tasks(builder.writerTasks, "spill-writer " + files);
    readerTasks = tasks(builder.readerTasks, "spill-reader " + files);
    trouble = new Trouble(files.toString());
    room = new Room(config);
    disk = new DiskWatch(files, config, readerTasks);
    SegmentPool.Surroundings around =
        new SegmentPool.Surroundings(files, config.segmentBytes(), readerTasks, disk, room);
    pool = new SegmentPool(around, found.lastEpoch(), spare);
    AtomicLong quarantined = new AtomicLong(found.damagedTombstones());
    reader = new SpillReader(files, readerTasks, new BlockDecoder(), trouble, quarantined);
    writer = new SpillWriter(files, config, writerTasks, pool, disk, this::segmentSpent);
    LetterBacklog letterBacklog = new LetterBacklog(found.lanes().get(LaneNames.DEAD_LETTERS));
    List<Backlog> backlogs = addLanes(found, letterBacklog);
    letters = new LetterLane(this, lanes.get(LaneNames.DEAD_LETTERS), letterBacklog);
    housekeeper = new Housekeeper(writer, stateFile, room, trouble, backlogs);
    start();
  }

  private void start() throws IOException {
    boolean started = false;
    try {
      // Twice, so that no slot from before says that the log was closed cleanly.
      housekeeper.save(false);
      housekeeper.save(false);
      started = true;
    } finally {
      if (!started && ownsTasks) {
        readerTasks.close();
        writerTasks.close();
      }
    }
    housekeeper.request();
    disk.start(pool, writer::request);
    pool.prepareSpare();
  }

  private TaskScheduler tasks(@Nullable TaskScheduler given, String threadName) {
    return given == null || ownsTasks ? TaskScheduler.onThread(threadName) : given;
  }

  private List<Backlog> addLanes(Recovery found, LetterBacklog letterBacklog) {
    List<Backlog> backlogs = new ArrayList<>();
    for (int index = 0; index < LaneNames.COUNT; index++) {
      Recovery.Lane from = found.lanes().get(index);
      Backlog backlog =
          index == LaneNames.DEAD_LETTERS
              ? letterBacklog
              : new Backlog(from.segments(), from.cursor(), from.forced(), true);
      for (Segment segment : from.segments()) {
        room.use(index, segment.sizeBytes());
      }
      LaneRoom laneRoom = new LaneRoom(room, config, index);
      LogLane lane = new LogLane(this, index, config, laneRoom, backlog);
      lanes.add(lane);
      backlogs.add(backlog);
      writer.add(new LaneWriter(index, lane, writer));
    }
    return backlogs;
  }

  /** Starts the description of a log in {@code directory}. */
  public static SpillLogBuilder builder(Path directory) {
    return new SpillLogBuilder(SpillFiles.onDisk(directory));
  }

  /** Starts the description of a log in any kind of files. */
  public static SpillLogBuilder builder(SpillFiles files) {
    return new SpillLogBuilder(files);
  }

  SpillConfig config() {
    return config;
  }

  SpillWriter writer() {
    return writer;
  }

  DiskWatch disk() {
    return disk;
  }

  SpillReader reader() {
    return reader;
  }

  /** What opening found. */
  public SpillRecovery recovery() {
    return recovery;
  }

  @Override
  public void connect(SpillListener listener) {
    this.listener = listener;
    lanes.forEach(lane -> lane.reader().request());
  }

  @Override
  public SpillLane backlog(Priority priority) {
    return lanes.get(LaneNames.backlog(priority));
  }

  @Override
  public SpillLane carryOver(Priority priority) {
    return lanes.get(LaneNames.carryOver(priority));
  }

  @Override
  public SpillLetters deadLetters() {
    return letters;
  }

  @Override
  public int maxRecordBytes() {
    return config.maxRecordBytes();
  }

  @Override
  public SpillFigures figures() {
    long spareBytes = pool.countsSpare() ? config.segmentBytes() : 0;
    int segments = pool.countsSpare() ? 1 : 0;
    for (LogLane lane : lanes) {
      segments += lane.backlog().segmentCount();
    }
    return new LogFigures(
        room.usedBytes() + spareBytes + Room.FIXED_BYTES,
        config.diskBytes(),
        segments,
        writer.blocksForced(),
        writer.forces(),
        reader.quarantined().get(),
        letters.kept(),
        disk.figures());
  }

  private record LogFigures(
      long diskBytes,
      long diskBoundBytes,
      int segments,
      long blocksForced,
      long forces,
      long quarantined,
      long deadLetters,
      DiskFigures disk)
      implements SpillFigures {}

  /** Says so as well when CRITICAL or the dead letters find no room. */
  @Override
  public @Nullable String trouble() {
    DiskFigures seen = disk.figures();
    String text = seen.state().refuses() ? seen.words() : trouble.text();
    if (text != null) {
      return text;
    }
    for (LogLane lane : List.of(lanes.get(0), lanes.get(LaneNames.DEAD_LETTERS))) {
      if (lane.isRefused()) {
        return "spill directory has no room for " + lane.name() + ": " + files;
      }
    }
    return null;
  }

  void acknowledged(boolean segmentSpent) {
    housekeeper.acknowledged(segmentSpent);
  }

  private void segmentSpent() {
    housekeeper.request();
  }

  void readable() {
    tell("onReadable", SpillListener::onReadable);
  }

  void memoryReleased(long bytes) {
    tell("onMemoryReleased", told -> told.onMemoryReleased(bytes));
  }

  private void tell(String call, Consumer<SpillListener> what) {
    SpillListener told = listener;
    if (told == null) {
      return;
    }
    try {
      what.accept(told);
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "event=spill-listener-failed call=" + call, e);
    }
  }

  /**
   * Writes and forces what was appended, records where reading stands, and lets the directory go.
   * With schedulers that were given, in the caller's thread, while no task of theirs runs.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    lanes.forEach(lane -> lane.staging().close());
    disk.close();
    if (ownsTasks) {
      readerTasks.close();
      writerTasks.execute(this::finish);
      writerTasks.close();
    } else {
      finish();
    }
  }

  private void finish() {
    try (lock) {
      long lost = writer.close();
      if (lost > 0) {
        LOGGER.log(Level.ERROR, "event=spill-close-lost directory=" + files + " records=" + lost);
      }
      pool.close();
      lanes.forEach(lane -> lane.reader().close());
      reader.decoder().close();
      housekeeper.close();
      checkNames();
    } catch (IOException | RuntimeException e) {
      closeTrouble = "spill directory could not be closed: " + files + ": " + e;
      LOGGER.log(Level.ERROR, "event=spill-close-failed directory=" + files, e);
    }
  }

  /** A force of a file that was deleted succeeds, and keeps nothing. */
  private void checkNames() throws IOException {
    List<String> missing = new ArrayList<>(List.of(StateFile.FILE_NAME));
    lanes.forEach(lane -> missing.addAll(lane.backlog().neededFiles()));
    missing.removeAll(files.list());
    if (!missing.isEmpty()) {
      throw new IOException("files are missing: " + String.join(", ", missing));
    }
  }

  /**
   * Why what the log held when it was {@link #close closed} may not be found after the next start,
   * in words for an operator; null when all of it is safe, or while the log is open.
   */
  public @Nullable String closeTrouble() {
    return closeTrouble;
  }
}
