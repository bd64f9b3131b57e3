package dev.spillway.spill;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * One append that somebody waits for, across all blocks that its records went to. Touched by the
 * writer only once it is staged.
 */
final class Append {
  private static final Logger LOGGER = System.getLogger(Append.class.getName());

  private final AppendCallback callback;
  private final int records;
  private final long sinceNanos;
  private int forcedRecords;
  private boolean over;

  Append(AppendCallback callback, int records, long sinceNanos) {
    this.callback = callback;
    this.records = records;
    this.sinceNanos = sinceNanos;
  }

  /** When it came. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** The next {@code count} records are forced. */
  void forced(int count) {
    forcedRecords += count;
    if (forcedRecords == records && !over) {
      over = true;
      call(callback::onForced);
    }
  }

  /** The records that are not forced by now never will be. */
  void failed(Throwable cause) {
    if (!over) {
      over = true;
      call(() -> callback.onFailed(forcedRecords, cause));
    }
  }

  private static void call(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "event=spill-callback-failed", e);
    }
  }
}
