package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The records of one lane that the writer has not taken yet. Thread-safe. */
final class Staging {
  static final long NOTHING_LINGERS = Long.MAX_VALUE;

  private static final int POOLED_BLOCKS = 8;

  private final int blockBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<StagedBlock> blocks = new ArrayDeque<>(); // guarded by lock
  private final ArrayDeque<byte[]> pool = new ArrayDeque<>(); // guarded by lock
  private final LaneRoom room; // guarded by lock
  private boolean closed; // guarded by lock

  Staging(SpillConfig config, LaneRoom room) {
    this.blockBytes = config.blockBytes();
    this.room = room;
  }

  /** What an append asks of the writer. */
  enum Outcome {
    /** No room, or closed; nothing was taken. */
    REFUSED,
    /** Come when the block has lingered. */
    LINGER,
    /** Come now. */
    WRITE
  }

  /**
   * Records on offer.
   *
   * @param tombstones whether they are, and get blocks of their own
   * @param append who waits for them, or null
   * @param inSegment whether they must fit without a new segment
   */
  record Arrival(
      RecordBuffer records, boolean tombstones, @Nullable Append append, boolean inSegment) {}

  Outcome append(Arrival arrival, long nowNanos) {
    RecordBuffer records = arrival.records();
    boolean tombstones = arrival.tombstones();
    lock.lock();
    try {
      long space = spaceFor(records, tombstones);
      if (closed || (arrival.inSegment() && !room.fits(space)) || !room.stage(space, tombstones)) {
        return Outcome.REFUSED;
      }
      boolean filled = copy(records, tombstones, arrival.append(), nowNanos);
      return filled || arrival.append() != null ? Outcome.WRITE : Outcome.LINGER;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@code bytes} more would be taken now, or fit without a new segment. */
  boolean takes(long bytes, boolean inSegment) {
    lock.lock();
    try {
      return inSegment ? room.fits(bytes) : room.takes(bytes);
    } finally {
      lock.unlock();
    }
  }

  /** The last block if more of this kind may go into it. */
  private @Nullable StagedBlock open(boolean tombstones) {
    StagedBlock last = blocks.peekLast();
    return last == null || last.isTombstones() != tombstones ? null : last;
  }

  /** How much more space the staged blocks take with {@code records}. */
  private long spaceFor(RecordBuffer records, boolean tombstones) {
    StagedBlock open = open(tombstones);
    long space = 0;
    int length = open == null ? 0 : open.length();
    int free = open == null ? 0 : open.freeBytes();
    long before = open == null ? 0 : open.space();
    for (int from = 0; from < records.count(); ) {
      int to = fitting(records, from, free);
      if (to > from) {
        space += Format.blockSpace(length + sizeBytes(records, from, to)) - before;
      }
      if (to < records.count()) {
        length = 0;
        before = 0;
        free = capacityFor(records, to);
      }
      from = to;
    }
    return space;
  }

  /** Returns whether a block was filled up. */
  private boolean copy(
      RecordBuffer records, boolean tombstones, @Nullable Append append, long nowNanos) {
    StagedBlock open = open(tombstones);
    boolean filled = false;
    for (int from = 0; from < records.count(); ) {
      int to = open == null ? from : fitting(records, from, open.freeBytes());
      if (open != null && to > from) {
        open.add(records, from, to, append);
      }
      if (to < records.count()) {
        filled |= open != null;
        open = new StagedBlock(array(capacityFor(records, to)), tombstones, nowNanos);
        blocks.add(open);
      }
      from = to;
    }
    return filled;
  }

  /** The first record from {@code from} on that does not fit into {@code freeBytes}. */
  private static int fitting(RecordBuffer records, int from, int freeBytes) {
    int count = records.count();
    if (sizeBytes(records, from, count) <= freeBytes) {
      return count;
    }
    int to = from;
    while (sizeBytes(records, from, to + 1) <= freeBytes) {
      to++;
    }
    return to;
  }

  private static int sizeBytes(RecordBuffer records, int from, int to) {
    return to == from ? 0 : records.end(to - 1) - (from == 0 ? 0 : records.end(from - 1));
  }

  /** A record that is larger than a block gets one of its own. */
  private int capacityFor(RecordBuffer records, int index) {
    return Math.max(blockBytes, sizeBytes(records, index, index + 1));
  }

  private byte[] array(int bytes) {
    byte[] pooled = bytes == blockBytes ? pool.poll() : null;
    return pooled != null ? pooled : new byte[bytes];
  }

  /**
   * Moves what is due to {@code target}: every block but the last, and the last if it is full,
   * awaited, or opened {@code lingerNanos} ago.
   *
   * @return how long the last block has yet to linger, or {@link #NOTHING_LINGERS}
   */
  long take(Deque<StagedBlock> target, int limit, long nowNanos, long lingerNanos) {
    lock.lock();
    try {
      while (!blocks.isEmpty() && target.size() < limit) {
        StagedBlock next = blocks.getFirst();
        boolean due =
            blocks.size() > 1 || next.isAwaited() || next.freeBytes() <= RecordBuffer.LENGTH_BYTES;
        long leftNanos = lingerNanos - (nowNanos - next.openedNanos());
        if (!due && leftNanos > 0) {
          return leftNanos;
        }
        target.add(blocks.removeFirst());
      }
      return NOTHING_LINGERS;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return blocks.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Puts blocks that could not be written back to the front, in their order. */
  void putBack(Deque<StagedBlock> inFlight) {
    lock.lock();
    try {
      for (Iterator<StagedBlock> last = inFlight.descendingIterator(); last.hasNext(); ) {
        blocks.addFirst(last.next());
      }
      inFlight.clear();
    } finally {
      lock.unlock();
    }
  }

  /** What {@link #dropAwaited} took out. */
  record Dropped(List<Append> appends, int records, long bytes) {}

  /** Since when the oldest append waits that somebody waits for, or {@link Long#MAX_VALUE}. */
  long oldestAwaitedNanos() {
    lock.lock();
    try {
      for (StagedBlock block : blocks) {
        if (block.isAwaited()) {
          return block.awaitedSinceNanos();
        }
      }
      return NOTHING_LINGERS;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes the records that somebody waits for who came {@code untilNanos} or before, for the
   * caller to tell them.
   */
  Dropped dropAwaited(long untilNanos) {
    lock.lock();
    try {
      List<Append> appends = new ArrayList<>();
      int records = 0;
      long bytes = 0;
      for (StagedBlock block : blocks) {
        int countBefore = block.count();
        int lengthBefore = block.length();
        block.dropAwaited(appends, untilNanos);
        if (!block.isTombstones()) { // nobody was charged for those
          records += countBefore - block.count();
          bytes += lengthBefore - block.length();
        }
      }
      blocks.removeIf(block -> block.count() == 0);
      return new Dropped(appends, records, bytes);
    } finally {
      lock.unlock();
    }
  }

  void segmentBegun(long segmentBytes, long usableBytes) {
    lock.lock();
    try {
      room.segmentBegun(segmentBytes, usableBytes);
    } finally {
      lock.unlock();
    }
  }

  /** The writer made the file of a growing segment larger by {@code block}. */
  void grown(StagedBlock block, long bytes) {
    lock.lock();
    try {
      room.grown(block.space(), bytes);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells that {@code written} blocks need no room any more; their memory is used again.
   *
   * @param inFlight what is taken but not written
   * @param freeBytes what blocks may still take of the current segment
   */
  void settle(Iterable<StagedBlock> written, Iterable<StagedBlock> inFlight, long freeBytes) {
    lock.lock();
    try {
      for (StagedBlock block : written) {
        if (block.bytes().length == blockBytes && pool.size() < POOLED_BLOCKS) {
          pool.add(block.bytes());
        }
      }
      long staged = 0;
      for (StagedBlock block : inFlight) {
        staged += block.space();
      }
      for (StagedBlock block : blocks) {
        staged += block.space();
      }
      room.settle(staged, freeBytes);
    } finally {
      lock.unlock();
    }
  }

  /** Refuses from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** How many records are staged. */
  long records() {
    lock.lock();
    try {
      return blocks.stream().mapToLong(StagedBlock::count).sum();
    } finally {
      lock.unlock();
    }
  }
}
