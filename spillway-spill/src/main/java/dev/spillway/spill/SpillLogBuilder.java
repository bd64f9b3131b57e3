package dev.spillway.spill;

import dev.spillway.time.TaskScheduler;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Describes a {@link SpillLog}. Not thread-safe. */
public final class SpillLogBuilder {
  private static final Logger LOGGER = System.getLogger(SpillLogBuilder.class.getName());

  private static final long DEFAULT_DISK_BYTES = 1L << 30;
  private static final int DEFAULT_BLOCK_BYTES = 256 * 1024;
  private static final int DEFAULT_RECORD_BYTES = 1 << 20;
  private static final Duration DEFAULT_LINGER = Duration.ofMillis(2);

  private static final Duration DEFAULT_SLOW_FORCE = Duration.ofMillis(250);
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

  private final SpillFiles files;
  long diskBytes = DEFAULT_DISK_BYTES;
  long carryOverBytes = -1;
  long deadLetterBytes = -1;
  int blockBytes = DEFAULT_BLOCK_BYTES;
  int maxRecordBytes = DEFAULT_RECORD_BYTES;
  Duration linger = DEFAULT_LINGER;
  private long keepFreeBytes = DiskLimits.BY_SIZE;
  private FullDiskPolicy whenFull = FullDiskPolicy.REFUSE;
  private Duration waitAtMost = DEFAULT_WAIT;
  private Duration slowForce = DEFAULT_SLOW_FORCE;
  @Nullable TaskScheduler writerTasks;
  @Nullable TaskScheduler readerTasks;

  SpillLogBuilder(SpillFiles files) {
    this.files = files;
  }

  /**
   * Bounds everything in the directory. A segment is a sixteenth of it, 64 MiB at most. Default: 1
   * GiB.
   */
  public SpillLogBuilder diskBytes(long diskBytes) {
    this.diskBytes = diskBytes;
    return this;
  }

  /**
   * Sets so much of the disk apart for what memory holds at a stop; no less than that memory, so
   * that a stop always succeeds. Default: an eighth of the disk.
   */
  public SpillLogBuilder carryOverBytes(long carryOverBytes) {
    this.carryOverBytes = notNegative("carry-over-bytes", carryOverBytes);
    return this;
  }

  /** Sets so much of the disk apart for dead letters. Default: a sixteenth of the disk. */
  public SpillLogBuilder deadLetterBytes(long deadLetterBytes) {
    this.deadLetterBytes = notNegative("dead-letter-bytes", deadLetterBytes);
    return this;
  }

  /**
   * Closes a block at so many bytes before compression. Default: 256 KB, because larger groups gain
   * little and smaller ones force more often.
   */
  public SpillLogBuilder blockBytes(int blockBytes) {
    this.blockBytes = blockBytes;
    return this;
  }

  /** Bounds a record. Default: 1 MiB. */
  public SpillLogBuilder maxRecordBytes(int maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
    return this;
  }

  /**
   * Lets a block that nobody waits for wait so long for more records. Default: 2 ms, about the time
   * of two forces.
   */
  public SpillLogBuilder linger(Duration linger) {
    this.linger = linger;
    return this;
  }

  /**
   * Leaves so much free on the file system: the disk counts as full when another segment would take
   * some of it. Default: a twentieth of the file system, 1 GiB at most.
   */
  public SpillLogBuilder keepFreeBytes(long keepFreeBytes) {
    this.keepFreeBytes = notNegative("keep-free-bytes", keepFreeBytes);
    return this;
  }

  /** What becomes of offers while the disk takes none. Default: {@link FullDiskPolicy#REFUSE}. */
  public SpillLogBuilder whenFull(FullDiskPolicy policy) {
    whenFull = policy;
    return this;
  }

  /** How long they wait at most under {@link FullDiskPolicy#WAIT}. Default: 5 s. */
  public SpillLogBuilder waitAtMost(Duration waitAtMost) {
    this.waitAtMost = waitAtMost;
    return this;
  }

  /** From how long a force is slow on; three in a row are a slow disk. Default: 250 ms. */
  public SpillLogBuilder slowForce(Duration slowForce) {
    this.slowForce = slowForce;
    return this;
  }

  DiskLimits diskLimits() {
    return new DiskLimits(keepFreeBytes, slowForce.toNanos(), whenFull, waitAtMost.toNanos());
  }

  /**
   * Runs the log on schedulers of the caller's, who closes them after the log; they may be one.
   * Default: a thread each, of the log's own.
   */
  public SpillLogBuilder schedulers(TaskScheduler writerTasks, TaskScheduler readerTasks) {
    this.writerTasks = writerTasks;
    this.readerTasks = readerTasks;
    return this;
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be >= 0: " + name + "=" + value);
    }
    return value;
  }

  /**
   * Checks the sizes without touching the directory, as {@link #open} does first.
   *
   * @throws SpillSizeException if the sizes do not go together
   */
  public void check() {
    SpillConfig.of(this);
  }

  /**
   * Takes the directory, recovers what it holds, and starts.
   *
   * @throws SpillSizeException if the sizes do not go together
   * @throws SpillException if another process has the directory, a newer version wrote it, or it
   *     can't be read
   */
  public SpillLog open() {
    check();
    Closeable lock = null;
    try {
      FirstBlocks.read(files); // refuses a newer version, before the lock is touched
      files.createDirectory();
      lock = files.lock();
      SpillLog log = new SpillLog(this, files, lock);
      lock = null;
      return log;
    } catch (IOException e) {
      throw new SpillException(
          "spill directory can't be opened: " + files + ": " + e + "; " + adviceOn(e), e);
    } finally {
      release(lock);
    }
  }

  private static String adviceOn(IOException e) {
    return switch (DiskFault.of(e, DiskSpace.UNKNOWN)) {
      case FULL -> "make room on its file system";
      case READ_ONLY -> "make its file system writable, or use another directory";
      default -> "check its rights";
    };
  }

  private static void release(@Nullable Closeable lock) {
    if (lock == null) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "event=spill-unlock-failed", e);
    }
  }
}
