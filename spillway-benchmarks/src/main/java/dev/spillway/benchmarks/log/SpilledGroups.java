package dev.spillway.benchmarks.log;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import dev.spillway.spill.SpillLog;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Groups in one lane of our log, with receipts. Thread-safe for appending. */
class SpilledGroups implements GroupLog {
  private static final long DISK_BYTES = 4L << 30;

  private final SpillLog log;
  private final SpillLane lane;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  SpilledGroups(Path directory) {
    this(directory, new Deaf());
  }

  private SpilledGroups(Path directory, SpillListener listener) {
    log = SpillLog.builder(directory).diskBytes(DISK_BYTES).open();
    log.connect(listener);
    lane = log.backlog(Priority.NORMAL);
  }

  @Override
  public void append(Group group, Runnable stored) throws InterruptedException {
    hand(group, new Receipt(stored));
  }

  final void hand(Group group, SpillLane.@Nullable AppendCallback callback) {
    if (!lane.append(group.records(), callback)) {
      throw new IllegalStateException("the log must be larger than the work: " + lane.refusal());
    }
  }

  @Override
  public void finish() throws InterruptedException {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a receipt was lost", cause);
    }
  }

  @Override
  public final void close() {
    log.close();
  }

  /** How many events a log that was closed holds. */
  static long count(Path directory) {
    try (SpilledGroups reopened = new SpilledGroups(directory)) {
      return reopened.lane.recovered();
    }
  }

  private final class Receipt implements SpillLane.AppendCallback {
    private final Runnable stored;

    Receipt(Runnable stored) {
      this.stored = stored;
    }

    @Override
    public void onForced() {
      stored.run();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      failure.set(cause);
      stored.run();
    }
  }

  private static final class Deaf implements SpillListener {
    @Override
    public void onReadable() {}

    @Override
    public void onMemoryReleased(long bytes) {}
  }

  /** Without receipts: a producer goes on when the log lets go of the memory of earlier groups. */
  static final class Unasked extends SpilledGroups {
    private static final long OUTSTANDING_BYTES = 16L * Group.BYTES;

    private final Room room;

    Unasked(Path directory) {
      this(directory, new Room());
    }

    private Unasked(Path directory, Room room) {
      super(directory, room);
      this.room = room;
    }

    @Override
    public void append(Group group, Runnable stored) throws InterruptedException {
      room.take(group.records().sizeBytes());
      hand(group, null);
      stored.run();
    }

    /** Closing forces what nobody asked about. */
    @Override
    public void finish() {
      close();
    }

    private static final class Room implements SpillListener {
      private final Semaphore bytes = new Semaphore((int) OUTSTANDING_BYTES);

      void take(int wanted) throws InterruptedException {
        bytes.acquire(wanted);
      }

      @Override
      public void onReadable() {}

      @Override
      public void onMemoryReleased(long released) {
        bytes.release((int) released);
      }
    }
  }

  /** With receipts, and a thread that reads everything and acknowledges it meanwhile. */
  static final class Drained extends SpilledGroups {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final Semaphore readable;
    private final Thread reader = new Thread(this::read, "reader");
    private final AtomicLong appended = new AtomicLong();
    private volatile long expected = UNKNOWN;
    private volatile long acknowledged;

    Drained(Path directory) {
      this(directory, new Semaphore(0));
    }

    private Drained(Path directory, Semaphore readable) {
      super(directory, new Told(readable));
      this.readable = readable;
      reader.start();
    }

    @Override
    public void append(Group group, Runnable stored) throws InterruptedException {
      appended.addAndGet(group.count());
      super.append(group, stored);
    }

    private void read() {
      long read = 0;
      while (read < expected) {
        SpillBlock block = super.lane.poll();
        if (block == null) {
          readable.acquireUninterruptibly();
        } else {
          read += block.records().count();
          super.lane.acknowledge(block);
          acknowledged = read;
        }
      }
    }

    @Override
    public void finish() throws InterruptedException {
      super.finish();
      expected = appended.get();
      readable.release();
      reader.join();
      if (acknowledged != expected) {
        throw new IllegalStateException(
            "all must be read: appended=" + expected + " read=" + acknowledged);
      }
    }

    private record Told(Semaphore readable) implements SpillListener {
      @Override
      public void onReadable() {
        readable.release();
      }

      @Override
      public void onMemoryReleased(long bytes) {}
    }
  }
}
