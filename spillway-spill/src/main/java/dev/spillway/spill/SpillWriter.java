package dev.spillway.spill;

import dev.spillway.time.TaskScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs write cycles: takes from every lane what is due, writes it, forces each touched file once,
 * and tells who waits. What arrives during a cycle is the next group. Only {@link #request}, {@link
 * #requestIn} and the figures are for any thread.
 */
final class SpillWriter {
  private final SpillFiles files;
  private final SpillConfig config;
  private final TaskScheduler scheduler;
  private final SegmentPool pool;
  private final DiskWatch disk;
  private final BlockEncoder encoder;
  private final Runnable spent;
  private final List<LaneWriter> lanes = new ArrayList<>();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean lingering = new AtomicBoolean();
  private final AtomicLong forces = new AtomicLong();
  private final AtomicLong blocksForced = new AtomicLong();
  private final CompressionChoice compression = new CompressionChoice();
  private long rawBytes; // of this cycle; the writer's
  private boolean closed; // the writer's

  /**
   * @param spent told when a segment may have become spent by being abandoned
   */
  SpillWriter(
      SpillFiles files,
      SpillConfig config,
      TaskScheduler scheduler,
      SegmentPool pool,
      DiskWatch disk,
      Runnable spent) {
    this.files = files;
    this.config = config;
    this.scheduler = scheduler;
    this.pool = pool;
    this.disk = disk;
    this.spent = spent;
    this.encoder = new BlockEncoder(config.blockBytes());
  }

  void add(LaneWriter lane) {
    lanes.add(lane);
  }

  /** Asks for a cycle as soon as the writer is free. */
  void request() {
    if (!requested.get() && requested.compareAndSet(false, true)) {
      scheduler.execute(this::cycle);
    }
  }

  /** Asks for a cycle when a block has lingered. */
  void requestIn(long delayNanos) {
    if (!lingering.get() && lingering.compareAndSet(false, true)) {
      scheduler.schedule(this::lingered, delayNanos);
    }
  }

  private void lingered() {
    lingering.set(false);
    request();
  }

  /** Asks for a cycle later, whatever else was asked for. */
  void comeBackIn(long delayNanos) {
    scheduler.schedule(this::request, delayNanos);
  }

  private void cycle() {
    requested.set(false);
    if (!closed && run(false)) {
      request();
    }
  }

  /** Returns whether it may have left something that is due. */
  private boolean run(boolean closing) {
    long nowNanos = nowNanos();
    long left = Staging.NOTHING_LINGERS;
    boolean busy = false;
    for (LaneWriter lane : lanes) {
      left = Math.min(left, lane.collect(nowNanos, config.lingerNanos(), closing));
      busy |= lane.isFull();
      lane.write();
    }
    lanes.forEach(LaneWriter::force);
    compression.wrote(rawBytes, nowNanos, nowNanos());
    rawBytes = 0;
    if (left != Staging.NOTHING_LINGERS) {
      requestIn(left);
    }
    return busy;
  }

  /** Writes all that is staged. Returns the records that could not be written. */
  long close() {
    long before;
    do {
      before = blocksForced();
    } while (run(true) && blocksForced() > before);
    long lost = 0;
    for (LaneWriter lane : lanes) {
      lost += lane.close();
    }
    closed = true;
    encoder.close();
    return lost;
  }

  SpillFiles files() {
    return files;
  }

  SegmentPool pool() {
    return pool;
  }

  BlockEncoder encoder() {
    return encoder;
  }

  /**
   * Encodes a block as the disk and the processor get along with best.
   *
   * @param small whether it must be as small as it can, whatever that takes
   */
  ByteBuffer encode(StagedBlock block, BlockEncoder.Place place, boolean small) {
    rawBytes += block.length();
    return encoder.encode(block, place, small || compression.isCompressing());
  }

  TaskScheduler scheduler() {
    return scheduler;
  }

  DiskWatch disk() {
    return disk;
  }

  long segmentBytes(int lane) {
    return config.segmentBytes(lane);
  }

  long nowNanos() {
    return scheduler.time().nanoTime();
  }

  void force(SpillFile file) throws IOException {
    forces.incrementAndGet();
    disk.forceBegins(nowNanos());
    try {
      file.force();
      disk.forceEnds(nowNanos());
    } finally {
      disk.forceOver();
    }
  }

  void countBlocks(int count) {
    blocksForced.addAndGet(count);
  }

  void spent() {
    spent.run();
  }

  long forces() {
    return forces.get();
  }

  long blocksForced() {
    return blocksForced.get();
  }
}
