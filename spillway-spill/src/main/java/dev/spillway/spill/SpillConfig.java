package dev.spillway.spill;

/**
 * Sizes and times of a log, validated.
 *
 * @param diskBytes the bound on everything in the directory
 * @param carryOverBytes the part of it that is kept for what memory holds at a stop
 * @param deadLetterBytes the part of it that is kept for dead letters
 * @param blockBytes the raw size at which a block is closed
 * @param maxRecordBytes the largest record
 * @param lingerNanos how long a block waits for more when nobody waits for it
 * @param segmentBytes derived: the size of a backlog's segment
 * @param disk when the disk counts as full or slow
 */
record SpillConfig(
    long diskBytes,
    long carryOverBytes,
    long deadLetterBytes,
    int blockBytes,
    int maxRecordBytes,
    long lingerNanos,
    long segmentBytes,
    DiskLimits disk) {
  /** The bound holds at least this many segments. */
  static final int LEAST_SEGMENTS = 16;

  /** Each segment holds at least this many of the largest blocks. */
  private static final int LEAST_BLOCKS = 2;

  private static final long LARGEST_SEGMENT_BYTES = 64L << 20;

  /** Small enough that the letters of one are soon all gone, large enough to be few. */
  private static final int LETTER_SEGMENT_PART = 16;

  /** One that letters began, one that is full of tombstones, and one for what takes its place. */
  private static final int TOMBSTONE_SEGMENTS = 3;

  SpillConfig {
    check(blockBytes >= Format.ALIGNMENT, "block-bytes", ">= " + Format.ALIGNMENT, blockBytes);
    check(maxRecordBytes >= 1, "max-record-bytes", ">= 1", maxRecordBytes);
    check(lingerNanos >= 0, "linger", ">= 0", lingerNanos);
    int largestRaw = Format.MAX_RAW_BYTES;
    check(blockBytes <= largestRaw, "block-bytes", "<= " + largestRaw, blockBytes);
    int largestRecord = largestRaw - Integer.BYTES;
    check(
        maxRecordBytes <= largestRecord, "max-record-bytes", "<= " + largestRecord, maxRecordBytes);
  }

  /** Derives the size of a segment and checks how the parts relate. */
  static SpillConfig of(SpillLogBuilder builder) {
    long segmentBytes =
        Math.min(LARGEST_SEGMENT_BYTES, builder.diskBytes / LEAST_SEGMENTS) & -Format.ALIGNMENT;
    long deadLetters = builder.deadLetterBytes;
    if (deadLetters < 0) {
      deadLetters = Math.max(segmentBytes, builder.diskBytes / LEAST_SEGMENTS);
    }
    long carryOver = builder.carryOverBytes < 0 ? builder.diskBytes / 8 : builder.carryOverBytes;
    SpillConfig config =
        new SpillConfig(
            builder.diskBytes,
            carryOver,
            deadLetters,
            builder.blockBytes,
            builder.maxRecordBytes,
            builder.linger.toNanos(),
            segmentBytes,
            builder.diskLimits());
    config.checkSizes();
    return config;
  }

  private void checkSizes() {
    long leastSegment = LEAST_BLOCKS * largestBlockSpace() + Format.ALIGNMENT;
    check(
        segmentBytes >= leastSegment,
        "disk-bytes",
        ">= " + leastSegment * LEAST_SEGMENTS + " for these blocks and records",
        diskBytes);
    check(
        deadLetterBytes >= segmentBytes,
        "dead-letter-bytes",
        ">= " + segmentBytes + ", one segment",
        deadLetterBytes);
    int lowest = LaneNames.PRIORITIES - 1;
    long needed = Room.baseBytes(this) + LaneNames.PRIORITIES * segmentBytes;
    long allowed = Room.limitBytes(this, lowest);
    check(
        allowed >= needed,
        "carry-over-bytes",
        "<= " + Math.max(0, carryOverBytes + allowed - needed) + " to leave each lane a segment",
        carryOverBytes);
  }

  /** The most that a segment of {@code lane} takes. */
  long segmentBytes(int lane) {
    return lane == LaneNames.DEAD_LETTERS ? letterSegmentBytes() : segmentBytes;
  }

  private long letterSegmentBytes() {
    return Math.max(largestBlockSpace(), Format.align(segmentBytes / LETTER_SEGMENT_PART));
  }

  /** What is set apart so that letters can be settled when they have filled their own room. */
  long tombstoneBytes() {
    return TOMBSTONE_SEGMENTS * letterSegmentBytes();
  }

  /** The most that one block takes in a segment. */
  long largestBlockSpace() {
    return Format.blockSpace(Math.max(blockBytes, maxRecordBytes + Integer.BYTES));
  }

  private static void check(boolean holds, String name, String constraint, long value) {
    if (!holds) {
      throw new SpillSizeException(name, constraint, value);
    }
  }
}
