package dev.spillway.spill;

import dev.spillway.spill.SequenceSet.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forced dead letters: where they lie, and which of them are gone. Thread-safe; never touches a
 * file.
 *
 * <p>A segment whose letters are all gone while an older one is kept can go too, once its own range
 * and what its tombstones say stand in tombstones behind it: {@link #covered}.
 */
final class LetterBacklog extends Backlog {
  /** Writing what is gone anew must free at least so many times its own space. */
  private static final int LEAST_GAIN = 2;

  /** Sequences from the cursor on that are no letters any more, or never were; guarded by lock. */
  private final SequenceSet gone;

  /** What is gone below this is told by tombstones at or behind it; guarded by lock. */
  private long coveredThrough;

  LetterBacklog(Recovery.Lane found) {
    super(found.segments(), found.cursor(), found.forced(), false);
    gone = found.gone();
    gone.removeBelow(found.cursor());
  }

  @Override
  boolean claimLoad() {
    return false;
  }

  @Override
  boolean isSpent(Segment segment) {
    return super.isSpent(segment)
        || (segment.end() <= coveredThrough && gone.firstMissing(segment.first()) >= segment.end());
  }

  @Override
  long kept() {
    lock.lock();
    try {
      return forced - cursor - gone.size();
    } finally {
      lock.unlock();
    }
  }

  /** The records from {@code first} to {@code end}, about to be published, are no letters. */
  void tombstones(long first, long end) {
    lock.lock();
    try {
      gone.add(first, end);
    } finally {
      lock.unlock();
    }
  }

  /** The letters of {@code runs} are gone. Returns whether a segment is spent now. */
  boolean settle(List<Run> runs) {
    lock.lock();
    try {
      for (Run run : runs) {
        gone.add(Math.max(cursor, run.first()), Math.min(forced, run.end()));
      }
      cursor = Math.min(forced, gone.firstMissing(cursor));
      gone.removeBelow(cursor);
      return segments.stream().anyMatch(this::isSpent);
    } finally {
      lock.unlock();
    }
  }

  /** All that is gone, and the sequence that it is complete up to. */
  record Summary(List<Run> runs, long through) {}

  /** What to write so that spent segments can go, or null if that gains too little. */
  @Nullable Summary summaryThatPays() {
    lock.lock();
    try {
      long gainBytes = 0;
      for (Segment segment : segments) {
        boolean empty =
            segment.end() != Segment.OPEN && gone.firstMissing(segment.first()) >= segment.end();
        gainBytes += empty && !isSpent(segment) ? segment.sizeBytes() : 0;
      }
      long costBytes = Format.blockSpace((long) gone.runCount() * Tombstones.RUN_BYTES);
      boolean pays = gainBytes >= LEAST_GAIN * costBytes;
      return pays ? new Summary(gone.runs(), forced) : null;
    } finally {
      lock.unlock();
    }
  }

  /** All that is gone below {@code through} stands in tombstones at or behind it. */
  boolean covered(long through) {
    lock.lock();
    try {
      coveredThrough = Math.max(coveredThrough, through);
      return segments.stream().anyMatch(this::isSpent);
    } finally {
      lock.unlock();
    }
  }

  /** Where the first kept letter from {@code from} on lies; null if there is none. */
  @Nullable Position find(long from) {
    lock.lock();
    try {
      long wanted = gone.firstMissing(Math.max(from, cursor));
      if (wanted >= forced) {
        return null;
      }
      Segment segment = segmentOf(wanted);
      if (segment == null || segment.first() > wanted) {
        long limit = segment == null ? forced : segment.first();
        return new Position(null, 0, wanted, limit, 0);
      }
      return positionIn(segment, 0, wanted);
    } finally {
      lock.unlock();
    }
  }

  boolean holds(Segment segment) {
    lock.lock();
    try {
      return segments.contains(segment);
    } finally {
      lock.unlock();
    }
  }

  /** The kept ones among the sequences from {@code first} to {@code end}, exclusive. */
  List<Run> kept(long first, long end) {
    lock.lock();
    try {
      return gone.missing(Math.max(first, cursor), Math.min(end, forced));
    } finally {
      lock.unlock();
    }
  }
}
