package dev.spillway.benchmarks.backlog;

import dev.spillway.Priority;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillBlock;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TimeSource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fills a log, opens it again and again, and drains it. For one use. */
final class LogBacklogRun {
  private static final int RECORD_BYTES = 420;
  private static final int GROUP_BYTES = 256 << 10;
  private static final int OUTSTANDING = 16;
  private static final int PARTS = 10;

  private final long backlogBytes;
  private final Path directory;
  private final Consumer<String> progress;
  private final TimeSource time = TimeSource.system();
  private final LogListening listening = new LogListening();
  private final RecordBuffer group = incompressible();
  private final long groups;

  /**
   * @param backlogBytes how much there is to be on the disk
   * @param progress told each step
   */
  LogBacklogRun(long backlogBytes, Path directory, Consumer<String> progress) {
    this.backlogBytes = backlogBytes;
    this.directory = directory;
    this.progress = progress;
    groups = Math.max(PARTS, backlogBytes / group.sizeBytes());
  }

  /** So that what is on the disk is what was appended. */
  private static RecordBuffer incompressible() {
    SplittableRandom random = new SplittableRandom(1);
    RecordBuffer records = new RecordBuffer(GROUP_BYTES);
    byte[] record = new byte[RECORD_BYTES];
    while (records.sizeBytes() + RECORD_BYTES + RecordBuffer.LENGTH_BYTES <= GROUP_BYTES) {
      random.nextBytes(record);
      records.put(record, 0, RECORD_BYTES, RecordBuffer.NO_DEADLINE);
    }
    return records;
  }

  LogBacklogFigures run(int opens) {
    final double fillSeconds = fill();
    List<Double> openMillis = new ArrayList<>();
    for (int open = 0; open < opens; open++) {
      long beganNanos = time.nanoTime();
      try (SpillLog log = open()) {
        listening.take(log.backlog(Priority.NORMAL)); // the first event is there
        openMillis.add((time.nanoTime() - beganNanos) / 1e6);
      }
    }
    return drain(fillSeconds, openMillis);
  }

  private SpillLog open() {
    SpillLog log = SpillLog.builder(directory).diskBytes(2 * backlogBytes + (1L << 30)).open();
    log.connect(listening);
    return log;
  }

  private double fill() {
    progress.accept(String.format("filling %,d MB …", backlogBytes >> 20));
    long beganNanos = time.nanoTime();
    try (SpillLog log = open()) {
      SpillLane lane = log.backlog(Priority.NORMAL);
      Receipts receipts = new Receipts();
      for (long number = 0; number < groups; number++) {
        receipts.room.acquireUninterruptibly();
        if (!lane.append(group, receipts)) {
          throw new IllegalStateException("the log is smaller than the backlog: " + log.trouble());
        }
      }
      receipts.room.acquireUninterruptibly(OUTSTANDING);
      receipts.check();
    }
    return (time.nanoTime() - beganNanos) / 1e9;
  }

  private LogBacklogFigures drain(double fillSeconds, List<Double> openMillis) {
    List<Double> rates = new ArrayList<>();
    List<Long> heapBytes = new ArrayList<>();
    long events = groups * group.count();
    try (SpillLog log = open()) {
      SpillLane lane = log.backlog(Priority.NORMAL);
      long left = log.recovery().records();
      long missing = events - left;
      for (int part = 1; part <= PARTS; part++) {
        long until = events - events / PARTS * part;
        long before = left;
        long beganNanos = time.nanoTime();
        while (left > Math.max(0, until)) {
          SpillBlock block = listening.take(lane);
          left -= block.records().count();
          missing += block.quarantinedBefore();
          lane.acknowledge(block);
        }
        rates.add((before - left) * 1e9 / (time.nanoTime() - beganNanos));
        heapBytes.add(heapBytes());
        progress.accept(
            String.format(
                "drained %d %%, %,.0f events/s", 100 * part / PARTS, rates.get(part - 1)));
      }
      return new LogBacklogFigures(events, fillSeconds, openMillis, rates, heapBytes, missing);
    }
  }

  /** What is left after a collection. */
  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static final class Receipts implements SpillLane.AppendCallback {
    private final Semaphore room = new Semaphore(OUTSTANDING);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

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
