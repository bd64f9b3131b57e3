package dev.spillway.spill;

/**
 * One lane's part of the {@link Room}: makes sure that what is staged will fit. Guarded by the
 * lane's {@link Staging}.
 *
 * <p>A block goes whole into one segment, so up to one block's space may stay empty at the end of
 * each segment but the last. With blocks of at most {@code m} bytes, segments with {@code c} free
 * bytes each hold any run of blocks of {@code sum(c - m)} over all but the last, plus the last's
 * {@code c}. Compression only makes blocks smaller.
 */
final class LaneRoom {
  private final Room room;
  private final SpillConfig config;
  private final int lane;
  private long freeBytes;
  private long stagedBytes;
  private long reservedBytes;

  LaneRoom(Room room, SpillConfig config, int lane) {
    this.room = room;
    this.config = config;
    this.lane = lane;
  }

  /** How much of the disk that the lane may use is taken, from 0 to 1. */
  double utilization() {
    return LaneNames.isBacklog(lane) ? room.utilization(lane) : 0;
  }

  /** Makes sure of {@code bytes} more, or changes nothing and returns false. */
  boolean stage(long bytes, boolean tombstones) {
    long staged = stagedBytes + bytes;
    long more = neededBytes(staged) - reservedBytes;
    if (more > 0) {
      boolean reserved = tombstones ? room.reserveForTombstones(more) : room.reserve(lane, more);
      if (!reserved) {
        return false;
      }
      reservedBytes += more;
    }
    stagedBytes = staged;
    return true;
  }

  /** Whether {@link #stage} would make sure of {@code bytes} more now. */
  boolean takes(long bytes) {
    long more = neededBytes(stagedBytes + bytes) - reservedBytes;
    return more <= 0 || room.wouldReserve(lane, more);
  }

  /** Whether {@code bytes} more fit without a new file. */
  boolean fits(long bytes) {
    return LaneNames.isGrowing(lane) || stagedBytes + bytes <= freeBytes;
  }

  /** What must be promised so that {@code staged} bytes of blocks fit. */
  private long neededBytes(long staged) {
    if (staged <= freeBytes) {
      return 0;
    }
    if (LaneNames.isGrowing(lane)) {
      return staged;
    }
    long largest = config.largestBlockSpace();
    long last = usableBytes(config.segmentBytes());
    long beyond = staged - Math.max(0, freeBytes - largest) - last;
    long each = last - largest;
    long segments = 1 + (beyond <= 0 ? 0 : (beyond + each - 1) / each);
    return segments * config.segmentBytes();
  }

  /** What blocks may take of a segment: all but the seal. */
  static long usableBytes(long segmentBytes) {
    return segmentBytes - Format.ALIGNMENT;
  }

  /**
   * The writer began a segment of {@code segmentBytes}, of which blocks may take {@code usable}.
   */
  void segmentBegun(long segmentBytes, long usable) {
    long promised = Math.min(reservedBytes, segmentBytes);
    reservedBytes -= promised;
    room.release(lane, promised);
    room.use(lane, segmentBytes);
    freeBytes = usable;
  }

  /** The writer made the file of a growing segment larger by a block. */
  void grown(long stagedSpace, long bytes) {
    stagedBytes -= stagedSpace;
    long promised = Math.min(reservedBytes, bytes);
    reservedBytes -= promised;
    room.release(lane, promised);
    room.use(lane, bytes);
  }

  /**
   * What is staged or in flight now takes {@code stagedBytes}, {@code freeBytes} are usable. After
   * a segment was abandoned this can need more than the bound allows; it is not refused here,
   * because what is staged was accepted.
   */
  void settle(long stagedBytes, long freeBytes) {
    this.stagedBytes = stagedBytes;
    this.freeBytes = freeBytes;
    long surplus = reservedBytes - neededBytes(stagedBytes);
    if (surplus > 0) {
      reservedBytes -= surplus;
      room.release(lane, surplus);
    } else if (surplus < 0 && room.reserve(lane, -surplus)) {
      reservedBytes -= surplus;
    }
  }
}
