package dev.spillway.spill;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What the files of a directory take and what is promised to the lanes, against the bound.
 * Thread-safe.
 *
 * <p>Set apart from the start: one segment for every backlog lane, the spare, the bound of the dead
 * letters and of their tombstones, and the bound of the carry-over. Beyond that, the more a lane
 * matters the closer to the bound it may bring the whole, by a segment for each level at least.
 */
final class Room {
  /** The state's two slots and the lock. */
  static final long FIXED_BYTES = 3L * Format.ALIGNMENT;

  /** In percent of the bound, by priority. */
  private static final int[] SHARES = {100, 95, 90, 80, 70};

  private final SpillConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final long[] usedBytes = new long[LaneNames.COUNT]; // guarded by lock
  private final long[] reservedBytes = new long[LaneNames.COUNT]; // guarded by lock

  /** What base and backlogs take; written under the lock. */
  private volatile long takenBytes;

  Room(SpillConfig config) {
    this.config = config;
    takenBytes = emptyBytes();
  }

  /** What base and backlogs take when nothing is held. */
  private long emptyBytes() {
    return baseBytes(config) + LaneNames.PRIORITIES * config.segmentBytes();
  }

  /** What all but the segments of carry-over and backlogs takes. */
  static long baseBytes(SpillConfig config) {
    return FIXED_BYTES + config.segmentBytes() + config.deadLetterBytes() + config.tombstoneBytes();
  }

  /**
   * What {@code lane}, a backlog, may bring the directory to, carry-over left out. It leaves a
   * segment at least to each lane that matters more, because less than one is of no use to them.
   */
  static long limitBytes(SpillConfig config, int lane) {
    long share = config.diskBytes() / 100 * SHARES[lane];
    long segmentsAbove = lane * config.segmentBytes();
    return Math.min(share, config.diskBytes() - segmentsAbove) - config.carryOverBytes();
  }

  /** Promises {@code bytes} more to {@code lane}, or returns false. */
  boolean reserve(int lane, long bytes) {
    return reserve(lane, bytes, 0);
  }

  /** Promises {@code bytes} more to the dead letters' tombstones, or returns false. */
  boolean reserveForTombstones(long bytes) {
    return reserve(LaneNames.DEAD_LETTERS, bytes, config.tombstoneBytes());
  }

  private boolean reserve(int lane, long bytes, long apartBytes) {
    lock.lock();
    try {
      if (!allows(lane, bytes - apartBytes)) {
        return false;
      }
      reservedBytes[lane] += bytes;
      count();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #reserve} would promise {@code bytes} more now. */
  boolean wouldReserve(int lane, long bytes) {
    lock.lock();
    try {
      return allows(lane, bytes);
    } finally {
      lock.unlock();
    }
  }

  private boolean allows(int lane, long bytes) {
    long lanesBytes = usedBytes[lane] + reservedBytes[lane] + bytes;
    if (lane == LaneNames.DEAD_LETTERS) {
      return lanesBytes <= config.deadLetterBytes();
    }
    if (LaneNames.isCarryOver(lane)) {
      return carryOverTaken() + bytes <= config.carryOverBytes();
    }
    if (lanesBytes <= config.segmentBytes()) {
      return true; // set apart
    }
    return takenBytes - charge(lane) + lanesBytes <= limitBytes(config, lane);
  }

  private void count() {
    long total = baseBytes(config);
    for (int lane = 0; lane < LaneNames.PRIORITIES; lane++) {
      total += charge(lane);
    }
    takenBytes = total;
  }

  /** How much of what {@code lane}, a backlog, may use beyond an empty log is taken; 0 to 1. */
  double utilization(int lane) {
    long empty = emptyBytes();
    double taken = takenBytes - empty;
    return Math.min(1, taken / Math.max(1, limitBytes(config, lane) - empty));
  }

  private long charge(int lane) {
    return Math.max(config.segmentBytes(), usedBytes[lane] + reservedBytes[lane]);
  }

  private long carryOverTaken() {
    long taken = 0;
    for (int lane = LaneNames.PRIORITIES; lane < LaneNames.DEAD_LETTERS; lane++) {
      taken += usedBytes[lane] + reservedBytes[lane];
    }
    return taken;
  }

  /** Takes {@code bytes} of what was promised to {@code lane} back. */
  void release(int lane, long bytes) {
    lock.lock();
    try {
      reservedBytes[lane] -= bytes;
      count();
    } finally {
      lock.unlock();
    }
  }

  /** A file of {@code bytes} came to be (or, if negative, ceased to be). */
  void use(int lane, long bytes) {
    lock.lock();
    try {
      usedBytes[lane] += bytes;
      count();
    } finally {
      lock.unlock();
    }
  }

  /** What the bound leaves beside the segments there are. */
  long unusedBytes() {
    return config.diskBytes() - FIXED_BYTES - usedBytes();
  }

  /** The bytes of all segments. */
  long usedBytes() {
    lock.lock();
    try {
      long total = 0;
      for (long bytes : usedBytes) {
        total += bytes;
      }
      return total;
    } finally {
      lock.unlock();
    }
  }
}
