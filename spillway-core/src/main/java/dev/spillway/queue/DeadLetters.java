package dev.spillway.queue;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where events go whose last try failed: a lane of the log, or for a queue without one a bounded
 * number in memory. Keeps their account. Thread-safe.
 */
final class DeadLetters {
  private final SpillLetters letters;
  private final MemoryBudget budget;
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder replayed = new LongAdder();
  private final LongAdder discarded = new LongAdder();
  private volatile boolean full;

  DeadLetters(@Nullable SpillStore store, MemoryBudget budget, long memoryBytes) {
    this.budget = budget;
    letters = store == null ? new LettersInMemory(budget, memoryBytes) : store.deadLetters();
  }

  /**
   * Keeps {@code letter}. The callback is told when it is safe or lost.
   *
   * @return false, with nothing kept, when there is no room
   */
  boolean add(StoredEvent letter, AppendCallback callback) {
    RecordBuffer record = new RecordBuffer(letter.event().weightBytes());
    letter.write(record);
    budget.reserve(record.sizeBytes(), Long.MAX_VALUE); // the lane gives its own back
    boolean kept = letters.append(record, new Counted(callback));
    if (!kept) {
      budget.release(record.sizeBytes());
    }
    full = !kept;
    return kept;
  }

  SpillLetters letters() {
    return letters;
  }

  void replayed(long count) {
    replayed.add(count);
  }

  void discarded(long count) {
    discarded.add(count);
  }

  /** Whether the last letter found no room. */
  boolean isFull() {
    return full;
  }

  long kept() {
    return letters.kept();
  }

  DeadLetterFigures figures() {
    return new Snapshot(
        letters.recovered(),
        deadLettered.sum(),
        replayed.sum(),
        discarded.sum(),
        letters.quarantined(),
        letters.kept());
  }

  private record Snapshot(
      long recovered, long deadLettered, long replayed, long discarded, long quarantined, long kept)
      implements DeadLetterFigures {}

  /** Counts a letter once it is safe. */
  private final class Counted implements AppendCallback {
    private final AppendCallback callback;

    Counted(AppendCallback callback) {
      this.callback = callback;
    }

    @Override
    public void onForced() {
      deadLettered.increment();
      callback.onForced();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      callback.onFailed(forcedRecords, cause);
    }
  }
}
