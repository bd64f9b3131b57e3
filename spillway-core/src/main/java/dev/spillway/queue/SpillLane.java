package dev.spillway.queue;

import dev.spillway.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One ordered part of a {@link SpillStore}. Thread-safe for appending and acknowledging; one thread
 * at a time polls.
 */
public interface SpillLane {
  /**
   * Takes all records of {@code records}, in order, or none. Copies the bytes, so the buffer can be
   * used again at once.
   *
   * @param callback told once when the records are forced or lost; null when nobody waits, which
   *     lets the store gather a larger block first
   * @return false, with nothing taken, when there is no room for it or the disk does not take it;
   *     {@link #refusal} then says which
   */
  boolean append(RecordBuffer records, @Nullable AppendCallback callback);

  /**
   * Why records of ordinary size would be refused now, or those last offered were; null when they
   * would be taken. What the disk is blamed for tells of its {@link DiskState}.
   */
  @Nullable Reason refusal();

  /**
   * The next forced block that was not polled yet, or null when none is ready now. When one becomes
   * ready, {@link SpillListener#onReadable} is called.
   */
  @Nullable SpillBlock poll();

  /** The records that were appended or recovered and not polled yet. */
  long unread();

  /** The part of {@link #unread} that is forced: what {@link #poll} returns now or soon. */
  long readable();

  /** How much of the disk that this lane may use is taken, from 0 to 1. Cheap and lock-free. */
  double utilization();

  /** The records that were found at opening. */
  long recovered();

  /**
   * Tells that every record of {@code block} is settled. Blocks may be acknowledged in any order;
   * the space of a block is reused only after all blocks before it.
   */
  void acknowledge(SpillBlock block);

  /** What became of an append. Called without any of the store's locks held; must not block. */
  interface AppendCallback {
    /** All records are forced. */
    void onForced();

    /**
     * The records could not be written, and the store has dropped those that follow the first
     * {@code forcedRecords}.
     */
    void onFailed(int forcedRecords, Throwable cause);
  }
}
