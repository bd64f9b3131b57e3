package dev.spillway.spill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The forced records of one lane: where they lie, what is ready to be polled, what is polled and
 * not yet acknowledged. Thread-safe; never touches a file.
 *
 * <pre>
 *   lowest segment   cursor            polled         loaded              forced
 *   ──────┼────────────┼─────────────────┼──────────────┼───────────────────┼──► sequence
 *            settled       out, unsettled     ready          on disk only
 * </pre>
 */
class Backlog {
  /** Blocks that are kept in memory ahead of polling, read back or just written. */
  private static final int LEAST_READY_BLOCKS = 2;

  /** So many of those read back if they are small: a batch need not be small as well. */
  private static final int MOST_READY_BLOCKS = 1_024;

  private static final int READY_BYTES = 512 << 10;

  private final boolean keepsWritten;
  final ReentrantLock lock = new ReentrantLock();
  // All below guarded by lock.
  final ArrayDeque<Segment> segments = new ArrayDeque<>();
  private final ArrayDeque<LoadedBlock> ready = new ArrayDeque<>();
  private int readyBytes;
  private final ArrayDeque<LoadedBlock> polled = new ArrayDeque<>();
  long cursor;
  long forced;
  private long loaded;
  private @Nullable Segment readSegment;
  private long readOffset;
  private boolean loading;

  /**
   * @param recovered segments, the last of them closed
   * @param keepsWritten whether just-written blocks may be served from memory
   */
  Backlog(List<Segment> recovered, long cursor, long forced, boolean keepsWritten) {
    segments.addAll(recovered);
    this.cursor = cursor;
    this.loaded = cursor;
    this.forced = forced;
    this.keepsWritten = keepsWritten;
  }

  /**
   * Where reading goes on. {@code limitSequence} is the end of what this segment holds; without a
   * segment, of what is missing.
   */
  record Position(
      @Nullable Segment segment,
      long offset,
      long expected,
      long limitSequence,
      long limitOffset) {}

  /** A new segment at the end. */
  void begin(Segment segment) {
    lock.lock();
    try {
      segments.addLast(segment);
    } finally {
      lock.unlock();
    }
  }

  /** The file of a segment that is being written has become larger. */
  void grow(Segment segment, long bytes) {
    lock.lock();
    try {
      segment.grow(bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the segment that is being written at what is forced. */
  void end(Segment segment, boolean recyclable) {
    lock.lock();
    try {
      segment.close(forced, recyclable);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the next block that is forced would stay in memory. Only the writer asks. */
  boolean wantsWritten() {
    lock.lock();
    try {
      return keepsWritten && !loading && loaded == forced && ready.size() < LEAST_READY_BLOCKS;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The records up to {@code end} are forced. Returns true if {@code block} stays in memory until
   * it is polled.
   *
   * @param nextOffset where the next block of {@code segment} begins
   */
  boolean publish(Segment segment, long nextOffset, long end, @Nullable LoadedBlock block) {
    lock.lock();
    try {
      boolean kept = block != null && wantsWritten();
      forced = end;
      segment.forcedTo(nextOffset);
      if (block != null && kept) {
        addReady(block);
        loaded = end;
        readSegment = segment;
        readOffset = nextOffset;
      }
      return kept;
    } finally {
      lock.unlock();
    }
  }

  long forced() {
    lock.lock();
    try {
      return forced;
    } finally {
      lock.unlock();
    }
  }

  /** Claims the reading of blocks, if some are wanted and nobody reads. */
  boolean claimLoad() {
    lock.lock();
    try {
      if (loading || loaded >= forced || !wantsMore()) {
        return false;
      }
      loading = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** For who has claimed the reading: where the next block lies; null ends the claim. */
  @Nullable Position nextLoad() {
    lock.lock();
    try {
      if (loaded >= forced || !wantsMore()) {
        loading = false;
        return null;
      }
      Segment segment = segmentOf(loaded);
      if (segment != readSegment) {
        readSegment = segment;
        readOffset = 0;
      }
      if (segment == null) {
        return new Position(null, 0, loaded, forced, 0);
      }
      return positionIn(segment, readOffset, loaded);
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  final Position positionIn(Segment segment, long offset, long expected) {
    boolean open = segment.end() == Segment.OPEN;
    return new Position(
        segment,
        offset,
        expected,
        Math.min(forced, segment.end()),
        open ? segment.forcedOffset() : segment.sizeBytes());
  }

  /** Called with the lock held. */
  final @Nullable Segment segmentOf(long sequence) {
    for (Segment segment : segments) {
      if (sequence < segment.end() && segment.end() != segment.first()) {
        return segment;
      }
    }
    return null; // its file is gone
  }

  /** Called with the lock held. */
  private boolean wantsMore() {
    return ready.size() < LEAST_READY_BLOCKS
        || (readyBytes < READY_BYTES && ready.size() < MOST_READY_BLOCKS);
  }

  /** Called with the lock held. */
  private void addReady(LoadedBlock block) {
    ready.add(block);
    readyBytes += block.records().sizeBytes();
  }

  /** For who has claimed the reading: a block was read. */
  void loaded(LoadedBlock block, long nextOffset) {
    lock.lock();
    try {
      addReady(block);
      loaded = block.end();
      readOffset = nextOffset;
    } finally {
      lock.unlock();
    }
  }

  /** The next ready block, which from now on waits for its acknowledgement. */
  @Nullable LoadedBlock poll() {
    lock.lock();
    try {
      LoadedBlock block = ready.poll();
      if (block != null) {
        readyBytes -= block.records().sizeBytes();
        polled.add(block);
      }
      return block;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a segment is spent now. */
  boolean acknowledge(LoadedBlock block) {
    lock.lock();
    try {
      if (!polled.contains(block) || !block.acknowledge()) {
        throw new IllegalStateException(
            "block must be polled from this lane and not acknowledged: end=" + block.end());
      }
      LoadedBlock oldest = polled.peek();
      while (oldest != null && oldest.isAcknowledged()) {
        cursor = oldest.end();
        polled.remove();
        oldest = polled.peek();
      }
      Segment lowest = segments.peek();
      return lowest != null && isSpent(lowest);
    } finally {
      lock.unlock();
    }
  }

  /** Whether nobody needs {@code segment} any more. Called with the lock held. */
  boolean isSpent(Segment segment) {
    return segment.isSpent(cursor);
  }

  /** Takes the segments that nobody needs any more out. */
  List<Segment> takeSpent() {
    lock.lock();
    try {
      List<Segment> spent = new ArrayList<>();
      for (Iterator<Segment> each = segments.iterator(); each.hasNext(); ) {
        Segment segment = each.next();
        if (isSpent(segment)) {
          each.remove();
          spent.add(segment);
        }
      }
      return spent;
    } finally {
      lock.unlock();
    }
  }

  /** Puts segments back that could not be recycled now. */
  void putBack(List<Segment> spent) {
    lock.lock();
    try {
      List<Segment> all = new ArrayList<>(segments);
      all.addAll(spent);
      all.sort(Comparator.comparing(Segment::name));
      segments.clear();
      segments.addAll(all);
    } finally {
      lock.unlock();
    }
  }

  /** Where the lane stands, for the state file. */
  LogState.Lane state() {
    lock.lock();
    try {
      Segment lowest = segments.peek();
      Segment last = segments.peekLast();
      boolean open = last != null && last.end() == Segment.OPEN;
      return new LogState.Lane(
          cursor,
          lowest == null ? forced : lowest.first(),
          forced,
          last != null && open ? last.name().epoch() : 0);
    } finally {
      lock.unlock();
    }
  }

  /** The names of the files that hold records which are not acknowledged. */
  List<String> neededFiles() {
    lock.lock();
    try {
      return segments.stream()
          .filter(segment -> !segment.isSpent(cursor) && Math.min(segment.end(), forced) > cursor)
          .map(segment -> segment.name().fileName())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  int segmentCount() {
    lock.lock();
    try {
      return segments.size();
    } finally {
      lock.unlock();
    }
  }

  /** Forced records that are not acknowledged. */
  long kept() {
    lock.lock();
    try {
      return forced - cursor;
    } finally {
      lock.unlock();
    }
  }
}
