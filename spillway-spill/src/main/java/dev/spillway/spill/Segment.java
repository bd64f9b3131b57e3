package dev.spillway.spill;

/** A segment file of one lane. Its mutable fields are guarded by the lane's {@link Backlog}. */
final class Segment {
  /** The end of a segment that is being written. */
  static final long OPEN = Long.MAX_VALUE;

  private final SegmentName name;
  private long sizeBytes;
  private long end = OPEN;
  private long forcedOffset;
  private boolean recyclable = true;
  private final boolean borrowed;

  Segment(SegmentName name, long sizeBytes) {
    this(name, sizeBytes, false);
  }

  private Segment(SegmentName name, long sizeBytes, boolean borrowed) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.borrowed = borrowed;
  }

  /** A growing one whose file is the spare: of full size from the start, and not charged for it. */
  static Segment borrowing(SegmentName name) {
    return new Segment(name, 0, true);
  }

  boolean isBorrowed() {
    return borrowed;
  }

  SegmentName name() {
    return name;
  }

  long first() {
    return name.first();
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** Its file has become larger by {@code bytes}. */
  void grow(long bytes) {
    sizeBytes += bytes;
  }

  /** The sequence after its last record, or {@link #OPEN}. */
  long end() {
    return end;
  }

  /** Up to where blocks are forced; no more than a hint once the segment is closed. */
  long forcedOffset() {
    return forcedOffset;
  }

  void forcedTo(long offset) {
    forcedOffset = offset;
  }

  /** Nothing is written to it any more; its records end before {@code end}. */
  void close(long end, boolean recyclable) {
    this.end = end;
    this.recyclable = recyclable;
  }

  /** Whether its file may serve again: not after a failed write or force. */
  boolean isRecyclable() {
    return recyclable;
  }

  /** Whether nothing in it is needed once all below {@code cursor} is settled. */
  boolean isSpent(long cursor) {
    return end != OPEN && (end <= cursor || end == first());
  }
}
