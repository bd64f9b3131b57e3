package dev.spillway.benchmarks;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.queue.SpillListener;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records through the log beside the least that any log must do: one thread that compresses,
 * checksums, writes and forces groups that are already in memory. Both on the same disk, in files
 * of zeros, in groups of 256 KB.
 */
final class LogBenchmark {
  private static final int RECORD_BYTES = 420;
  private static final int GROUP_BYTES = 256 << 10;
  private static final int GROUPS = 400;
  private static final int OUTSTANDING = 16;

  /** Groups that the log keeps in memory for a reader that is not there. */
  private static final int SERVED_FROM_MEMORY = 4;

  private final Path directory;
  private final RecordBuffer group;

  LogBenchmark(Path directory) {
    this.directory = directory;
    group = new RecordBuffer(GROUP_BYTES);
    for (int number = 0; group.sizeBytes() + RECORD_BYTES + 4 <= GROUP_BYTES; number++) {
      byte[] record = Samples.jsonEvent(number, RECORD_BYTES);
      group.put(record, 0, record.length, RecordBuffer.NO_DEADLINE);
    }
  }

  private double perSecond(long nanos) {
    return (double) GROUPS * group.count() * 1e9 / nanos;
  }

  /** Returns events a second. */
  double limit() throws IOException {
    Path file = Files.createTempFile(directory, "limit", ".log");
    TimeSource time = TimeSource.system();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(1)) {
      zeroFill(channel, 32 << 20);
      ByteBuffer raw = ByteBuffer.allocateDirect(GROUP_BYTES);
      ByteBuffer stored = ByteBuffer.allocateDirect(GROUP_BYTES * 2);
      CRC32C crc = new CRC32C();
      long position = 0;
      long startNanos = time.nanoTime();
      for (int number = 0; number < GROUPS; number++) {
        raw.clear().put(group.array(), 0, group.sizeBytes()).flip();
        stored.clear().position(64);
        zstd.compress(stored, raw);
        stored.flip().position(64);
        crc.reset();
        crc.update(stored);
        stored.position(0).limit((stored.limit() + 4095) & ~4095);
        position += channel.write(stored, position);
        channel.force(false);
      }
      return perSecond(time.nanoTime() - startNanos);
    } finally {
      Files.delete(file);
    }
  }

  private static void zeroFill(FileChannel channel, int bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (int written = 0; written < bytes; written += zeros.capacity()) {
      zeros.clear();
      channel.write(zeros, written);
    }
    channel.force(true);
  }

  /** Returns events a second that got durable receipts. */
  double durable() throws Exception {
    return run(true, false);
  }

  /** Returns events a second that were spilled with nobody waiting. */
  double spilling() throws Exception {
    return run(false, false);
  }

  /** Returns events a second that got durable receipts and were read back and acknowledged. */
  double durableAndDrained() throws Exception {
    return run(true, true);
  }

  private double run(boolean durable, boolean drained) throws Exception {
    TimeSource time = TimeSource.system();
    try (TemporaryDirectory spill = TemporaryDirectory.in(directory, "spill");
        SpillLog log = SpillLog.builder(spill.path()).diskBytes(1L << 30).open()) {
      Semaphore room = new Semaphore(OUTSTANDING);
      Semaphore readable = new Semaphore(0);
      log.connect(new Listener(durable ? null : room, readable, group.sizeBytes()));
      SpillLane lane = log.backlog(Priority.NORMAL);
      Receipts receipts = new Receipts(room);
      long startNanos = time.nanoTime();
      Thread reader = drained ? startReader(lane, readable) : null;
      for (int number = 0; number < GROUPS; number++) {
        room.acquire();
        if (!lane.append(group, durable ? receipts : null)) {
          throw new IllegalStateException("the log is smaller than the work");
        }
      }
      room.acquire(durable ? OUTSTANDING : OUTSTANDING - SERVED_FROM_MEMORY);
      if (reader != null) {
        reader.join();
      }
      receipts.check();
      return perSecond(time.nanoTime() - startNanos);
    }
  }

  private Thread startReader(SpillLane lane, Semaphore readable) {
    Thread reader =
        new Thread(
            () -> {
              for (long left = (long) GROUPS * group.count(); left > 0; ) {
                SpillBlock block = lane.poll();
                if (block == null) {
                  readable.acquireUninterruptibly();
                } else {
                  left -= block.records().count();
                  lane.acknowledge(block);
                }
              }
            },
            "reader");
    reader.start();
    return reader;
  }

  /** Gives room back by receipts, or without them as the log lets go of the bytes. */
  private static final class Listener implements SpillListener {
    private final @Nullable Semaphore room;
    private final Semaphore readable;
    private final int groupBytes;
    private long released;

    Listener(@Nullable Semaphore room, Semaphore readable, int groupBytes) {
      this.room = room;
      this.readable = readable;
      this.groupBytes = groupBytes;
    }

    @Override
    public void onReadable() {
      readable.release();
    }

    @Override
    public synchronized void onMemoryReleased(long bytes) {
      released += bytes;
      while (room != null && released >= groupBytes) {
        released -= groupBytes;
        room.release();
      }
    }
  }

  private static final class Receipts implements SpillLane.AppendCallback {
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Receipts(Semaphore room) {
      this.room = room;
    }

    @Override
    public void onForced() {
      room.release();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      failure.set(cause);
      room.release();
    }

    void check() {
      Throwable cause = failure.get();
      if (cause != null) {
        throw new IllegalStateException("a receipt was lost", cause);
      }
    }
  }
}
