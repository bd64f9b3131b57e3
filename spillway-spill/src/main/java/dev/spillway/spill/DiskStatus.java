package dev.spillway.spill;

import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The state of a disk for whoever wants to know, logged once when it changes. Thread-safe. */
final class DiskStatus {
  private static final Logger LOGGER = System.getLogger(DiskStatus.class.getName());

  private final String directory;
  private final long maxBytes;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final DiskCondition condition; // guarded by lock
  private volatile DiskFigures figures; // written under the lock
  private volatile int lanes = LaneNames.PRIORITIES; // written under the lock
  private volatile Consumer<DiskFigures> onChange = now -> {};

  DiskStatus(String directory, SpillConfig config, TimeSource time) {
    this.directory = directory;
    this.time = time;
    maxBytes = config.diskBytes();
    condition = new DiskCondition(directory, config);
    figures = condition.figures(time.epochMillis());
  }

  /** Calls {@code told} after each change of state, without the lock. */
  void onChange(Consumer<DiskFigures> told) {
    onChange = told;
  }

  DiskFigures figures() {
    return figures;
  }

  DiskState state() {
    return figures.state();
  }

  /** How many lanes, from the highest on, have not reached their step. */
  int lanes() {
    return lanes;
  }

  boolean test(Predicate<DiskCondition> question) {
    lock.lock();
    try {
      return question.test(condition);
    } finally {
      lock.unlock();
    }
  }

  void update(Consumer<DiskCondition> change) {
    DiskFigures before;
    DiskFigures now;
    lock.lock();
    try {
      change.accept(condition);
      before = figures;
      boolean same = condition.state() == before.state();
      now = condition.figures(same ? before.sinceMillis() : time.epochMillis());
      if (!now.equals(before)) {
        figures = now;
      }
      lanes = condition.lanes();
    } finally {
      lock.unlock();
    }
    if (now.state() != before.state()) {
      log(before.state(), now);
      onChange.accept(now);
    }
  }

  /** Warns of a bound that the disk can't hold; for the start, when the disk was looked at. */
  void warnIfOversized(DiskSpace space) {
    if (figures.oversized()) {
      LOGGER.log(
          Level.WARNING,
          "event=spill-bound-oversized directory="
              + directory
              + " maxBytes="
              + maxBytes
              + " totalBytes="
              + space.totalBytes()
              + " keepFreeBytes="
              + figures.keepFreeBytes()
              + " consequence=\"the disk is full before the log is\""
              + " next=\"lower disk.max-bytes below totalBytes less keepFreeBytes\"");
    }
  }

  private void log(DiskState was, DiskFigures now) {
    Level level = now.state() == DiskState.HEALTHY ? Level.INFO : Level.WARNING;
    LOGGER.log(
        now.state().refuses() ? Level.ERROR : level,
        "event=spill-disk directory="
            + directory
            + " state="
            + now.state().token()
            + " was="
            + was.token()
            + " freeBytes="
            + now.freeBytes()
            + " keepFreeBytes="
            + now.keepFreeBytes()
            + (now.cause() == null ? "" : " why=\"" + now.cause() + "\""));
  }
}
