package dev.spillway.testkit;

import dev.spillway.queue.SpillLane.AppendCallback;
import org.jspecify.annotations.Nullable;

/** Remembers what became of an append, and that it was told once. Thread-safe. */
public final class RecordingCallback implements AppendCallback {
  private volatile int calls;
  private volatile boolean forced;
  private volatile int forcedRecords = -1;
  private volatile @Nullable Throwable cause;

  /** Nothing was told yet. */
  public RecordingCallback() {}

  @Override
  public synchronized void onForced() {
    calls++;
    forced = true;
  }

  @Override
  public synchronized void onFailed(int forcedRecords, Throwable cause) {
    calls++;
    this.forcedRecords = forcedRecords;
    this.cause = cause;
  }

  /** How often it was called. */
  public int calls() {
    return calls;
  }

  /** Whether all is forced. */
  public boolean isForced() {
    return forced;
  }

  /** The records that were forced before it failed, or -1 if it did not. */
  public int forcedRecords() {
    return forcedRecords;
  }

  /** Why it failed, or null. */
  public @Nullable Throwable cause() {
    return cause;
  }
}
