package dev.spillway.queue;

import dev.spillway.queue.StoredEvent.History;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a lane's events back from its log, what an earlier stop carried over first. Guarded by the
 * lane's lock.
 */
final class LogReader {
  private static final Logger LOGGER = System.getLogger(LogReader.class.getName());

  /** A clock that was set back must not hold retries up for longer than any back-off does. */
  private static final long LONGEST_RETRY_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final SpillLane carriedOver;
  private final SpillLane backlog;
  private final TimeSource time;
  private @Nullable LogBlock current;
  private @Nullable LogBlock unreadable;
  private int next;
  private long unsettled;
  private long readBack;
  private long quarantined;

  LogReader(SpillLane carriedOver, SpillLane backlog, TimeSource time) {
    this.carriedOver = carriedOver;
    this.backlog = backlog;
    this.time = time;
  }

  /** Events in the log that are not settled. */
  long held() {
    return carriedOver.unread() + backlog.unread() + unsettled;
  }

  /** Whether every event of the log was taken. */
  boolean isCaughtUp() {
    return !hasCurrent() && carriedOver.unread() == 0 && backlog.unread() == 0;
  }

  /** Whether {@link #next} returns an event now or as soon as its block is loaded. */
  boolean hasReadable() {
    return hasCurrent() || carriedOver.readable() > 0 || backlog.readable() > 0;
  }

  private boolean hasCurrent() {
    return current != null && next < current.records().count();
  }

  /** The record that {@link #next} would return, in bytes; 0 when none is loaded. */
  int nextBytes() {
    LogBlock block = loadedBlock();
    return block == null ? 0 : block.records().length(next);
  }

  /** The block of the next record, or null when none is loaded. */
  private @Nullable LogBlock loadedBlock() {
    while (!hasCurrent()) { // an empty block only tells of damage
      if (!loadBlock()) {
        return null;
      }
    }
    return current;
  }

  /** Takes the next event, or null when none is loaded. */
  @Nullable Held next() {
    for (LogBlock block = loadedBlock(); block != null; block = loadedBlock()) {
      Held held = decode(block, next++);
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  private boolean loadBlock() {
    SpillLane lane = carriedOver.unread() > 0 ? carriedOver : backlog;
    SpillBlock block = lane.poll();
    if (block == null) {
      return false;
    }
    int count = block.records().count();
    unsettled += count;
    quarantined += block.quarantinedBefore();
    readBack += block.readBack() ? count : 0;
    current = new LogBlock(lane, block);
    next = 0;
    return true;
  }

  private @Nullable Held decode(LogBlock block, int index) {
    RecordBuffer records = block.records();
    StoredEvent stored;
    try {
      stored = StoredEvent.read(records.array(), records.offset(index), records.length(index));
    } catch (IllegalArgumentException e) {
      tellUnreadable(block, e);
      settle(block);
      quarantined++;
      return null;
    }
    long nowNanos = time.nanoTime();
    long nowMillis = time.epochMillis();
    long waitedMillis = Math.max(0, nowMillis - stored.acceptedMillis());
    long acceptedNanos = nowNanos - TimeUnit.MILLISECONDS.toNanos(waitedMillis);
    Held held = new Held(stored.event(), acceptedNanos, stored.durable(), block);
    History history = stored.history();
    if (history != null) {
      held.history(history.tries(), history.deliveries());
      long waitMillis = history.notBeforeMillis() - nowMillis;
      waitMillis = Math.max(0, Math.min(waitMillis, LONGEST_RETRY_MILLIS));
      held.dueAt(nowNanos + TimeUnit.MILLISECONDS.toNanos(waitMillis));
    } else {
      held.dueAt(nowNanos);
    }
    return held;
  }

  /** One line for a block: a repair fills what is lost with blocks of nothing. */
  private void tellUnreadable(LogBlock block, IllegalArgumentException failure) {
    if (block != unreadable) {
      LOGGER.log(
          Level.ERROR,
          "event=records-unreadable block-records="
              + block.records().count()
              + " reason=\""
              + failure.getMessage()
              + "\"");
      unreadable = block;
    }
  }

  /** Tells that one event of {@code block} is settled. */
  void settle(LogBlock block) {
    unsettled--;
    block.settleOne();
  }

  /** The events read back from disk since the last call. */
  long takeReadBack() {
    long taken = readBack;
    readBack = 0;
    return taken;
  }

  /** The events found lost to damage since the last call. */
  long takeQuarantined() {
    long taken = quarantined;
    quarantined = 0;
    return taken;
  }
}
