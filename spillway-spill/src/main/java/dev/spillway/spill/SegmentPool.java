package dev.spillway.spill;

import dev.spillway.queue.DiskState;
import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes segment files, ahead of need where it can. All but the preparation of a spare, which runs
 * on the reader's scheduler, is for the writer's thread.
 *
 * <p>The spare is more than a head start: on a full disk it is what dead letters and tombstones are
 * written to, without which blocks could not be acknowledged, nor their segments let go. So it is
 * given to a backlog only while another can be made.
 *
 * <p>A file is written in full before it gets the name of a segment, so a full disk shows here and
 * not under a block. Each life of a file has an epoch that no segment had before.
 */
final class SegmentPool implements DiskWatch.Spares {
  static final String FILLING_PREFIX = "filling-";
  static final String SPARE_PREFIX = "spare-";
  static final String SPARE_SUFFIX = ".free";

  private static final Logger LOGGER = System.getLogger(SegmentPool.class.getName());
  private static final String PREPARED = FILLING_PREFIX + "spare";
  private static final String NEEDED = FILLING_PREFIX + "segment";
  private static final String MAKING = "";

  /** Larger writes keep the forces of others waiting, and take longer in all. */
  private static final long STEP_BYTES = 256 << 10;

  /** A segment that is spent about when one is begun makes a new file unnecessary. */
  private static final long RECYCLING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final SpillFiles files;
  private final long segmentBytes;
  private final TaskScheduler background;
  private final DiskWatch disk;
  private final Room room;

  /** The name of the spare, {@link #MAKING} while there is to be one, or null. */
  private final AtomicReference<@Nullable String> spare = new AtomicReference<>();

  private int lastEpoch; // the writer's
  private final AtomicInteger borrowed = new AtomicInteger();
  private @Nullable SpillFile filling; // the background's
  private volatile boolean closed;

  /**
   * @param lastEpoch no file has had a greater one
   * @param spare the name of one that was found, or null
   */
  SegmentPool(Surroundings around, int lastEpoch, @Nullable String spare) {
    this.files = around.files();
    this.segmentBytes = around.segmentBytes();
    this.background = around.background();
    this.disk = around.disk();
    this.room = around.room();
    this.lastEpoch = lastEpoch;
    this.spare.set(spare);
  }

  /** What it works with. */
  record Surroundings(
      SpillFiles files, long segmentBytes, TaskScheduler background, DiskWatch disk, Room room) {}

  static String spareName(int epoch) {
    return SPARE_PREFIX + String.format("%08x", epoch) + SPARE_SUFFIX;
  }

  /** The last epoch in the life of the spare {@code fileName}, or -1 if it is none. */
  static long spareEpoch(String fileName) {
    int epochEnd = SPARE_PREFIX.length() + 8;
    if (!fileName.startsWith(SPARE_PREFIX)
        || !fileName.endsWith(SPARE_SUFFIX)
        || fileName.length() != epochEnd + SPARE_SUFFIX.length()) {
      return -1;
    }
    try {
      return Long.parseLong(fileName.substring(SPARE_PREFIX.length(), epochEnd), 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  int lastEpoch() {
    return lastEpoch;
  }

  @Override
  public boolean hasSpare() {
    String name = spare.get();
    return name != null && !name.equals(MAKING);
  }

  /** Whether there is a spare, or is to be one. */
  boolean countsSpare() {
    return spare.get() != null;
  }

  /** Makes a segment, durable with its name, that starts with the record {@code first}. */
  Segment take(int lane, long first) throws IOException {
    SegmentName name = new SegmentName(lane, first, ++lastEpoch);
    boolean growing = LaneNames.isGrowing(lane);
    String lent = growing && disk.isFull() ? takeSpare() : null;
    String source = lent != null ? lent : growing ? makeEmpty() : makeFull();
    try {
      files.rename(source, name.fileName());
      files.force();
    } catch (IOException e) {
      deleteQuietly(name.fileName());
      deleteQuietly(source);
      throw e;
    }
    background.schedule(this::prepareSpare, RECYCLING_NANOS);
    if (lent != null) {
      borrowed.incrementAndGet();
      return Segment.borrowing(name);
    }
    return new Segment(name, growing ? 0 : segmentBytes);
  }

  /** A borrowed file was cut off at what it holds, or given up. */
  void returned() {
    borrowed.decrementAndGet();
    prepareSpare();
  }

  /** While the spare is lent there is another only within the bound. */
  private boolean mayHaveSpare() {
    int lent = borrowed.get();
    return lent == 0 || room.unusedBytes() >= (lent + 1) * segmentBytes;
  }

  private @Nullable String takeSpare() {
    String ready = spare.get();
    boolean taken = ready != null && !ready.equals(MAKING) && spare.compareAndSet(ready, null);
    return taken ? ready : null;
  }

  /** A stop must need little room and time, so its segments are not filled ahead. */
  private String makeEmpty() throws IOException {
    files.delete(NEEDED);
    files.create(NEEDED).close();
    return NEEDED;
  }

  private String makeFull() throws IOException {
    disk.checkRoom();
    String ready = takeSpare();
    if (ready != null) {
      return ready;
    }
    files.delete(NEEDED);
    try (SpillFile file = files.create(NEEDED)) {
      for (long filled = 0; filled < segmentBytes; ) {
        filled = fillStep(file, filled);
      }
    } catch (IOException e) {
      deleteQuietly(NEEDED);
      if (DiskFault.of(e, DiskSpace.UNKNOWN) == DiskState.FULL) {
        throw new NoSpaceException("no room for a segment: " + e.getMessage(), e);
      }
      throw e;
    }
    return NEEDED;
  }

  private long fillStep(SpillFile file, long filled) throws IOException {
    long next = Math.min(segmentBytes, filled + STEP_BYTES);
    file.zeroFill(filled, next);
    file.force();
    return next;
  }

  @Override
  public void prepareSpare() {
    if (mayHaveSpare() && spare.compareAndSet(null, MAKING)) {
      background.execute(this::startSpare);
    }
  }

  private void startSpare() {
    if (closed) {
      return;
    }
    try {
      if (!disk.isFull()) { // or else it was found to have room again, and this is the trial
        disk.checkRoom();
      }
      files.delete(PREPARED);
      SpillFile file = files.create(PREPARED);
      filling = file;
      fillSpare(file, 0);
    } catch (IOException e) {
      giveUpSpare(e);
    }
  }

  /** One step at a time, so that reading, and forces of what was accepted, go on in between. */
  private void fillSpare(SpillFile file, long filled) {
    if (closed) {
      return;
    }
    try {
      if (filled < segmentBytes) {
        long beginNanos = background.time().nanoTime();
        long next = fillStep(file, filled);
        long tookNanos = background.time().nanoTime() - beginNanos;
        background.schedule(() -> fillSpare(file, next), tookNanos); // half of the disk's time
        return;
      }
      filling = null;
      file.close();
      String name = spareName(0);
      files.rename(PREPARED, name);
      files.force();
      spare.set(name);
      disk.spareMade();
    } catch (IOException e) {
      filling = null;
      closeQuietly(file);
      giveUpSpare(e);
    }
  }

  /** Ends the preparation of a spare, when the background has stopped. */
  void close() {
    closed = true;
    SpillFile file = filling;
    filling = null;
    if (file != null) {
      closeQuietly(file);
    }
  }

  private void giveUpSpare(IOException e) {
    deleteQuietly(PREPARED);
    spare.set(null);
    if (DiskFault.of(e, DiskSpace.UNKNOWN) == DiskState.FULL) {
      disk.failed(e, "a segment can't be made");
    } else { // whoever needs one finds out
      LOGGER.log(Level.WARNING, "event=spill-spare-failed directory=" + files, e);
    }
  }

  /**
   * Makes the file of a spent segment the spare, or deletes it. The state that no longer needs it
   * must be durable; the directory is the caller's to force.
   */
  void recycle(Segment segment) throws IOException {
    String name = segment.name().fileName();
    boolean fits =
        segment.isRecyclable()
            && segment.sizeBytes() == segmentBytes
            && !LaneNames.isGrowing(segment.name().lane())
            && mayHaveSpare();
    if (!fits || !spare.compareAndSet(null, MAKING)) {
      files.delete(name);
      return;
    }
    String spareName = spareName(segment.name().epoch());
    try {
      files.rename(name, spareName);
      spare.set(spareName);
    } catch (IOException e) {
      spare.set(null);
      throw e;
    }
  }

  private void deleteQuietly(String name) {
    try {
      files.delete(name);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=spill-delete-failed file=" + name, e);
    }
  }

  private static void closeQuietly(SpillFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "event=spill-close-failed", e);
    }
  }
}
