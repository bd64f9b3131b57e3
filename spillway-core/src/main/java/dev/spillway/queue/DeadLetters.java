package dev.spillway.queue;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events go whose last try failed: a lane of the log, or for a queue without one a bounded
 * number in memory. Thread-safe.
 */
final class DeadLetters {
  /** Without a log, letters serve a look at what went wrong, for which this many are enough. */
  static final int KEPT_WITHOUT_LOG = 1_000;

  /** Letters that no log holds take no more than this part of the memory. */
  private static final int MEMORY_PART = 4;

  private final @Nullable SpillStore store;
  private final MemoryBudget budget;
  private final long boundBytes;

  /** Guarded by this. */
  private final Deque<StoredEvent> inMemory = new ArrayDeque<>();

  /** Guarded by this. */
  private long inMemoryBytes;

  private volatile boolean full;

  DeadLetters(@Nullable SpillStore store, MemoryBudget budget, long memoryBytes) {
    this.store = store;
    this.budget = budget;
    this.boundBytes = memoryBytes / MEMORY_PART;
  }

  /**
   * Keeps {@code letter}. The callback is told when it is safe or lost.
   *
   * @return false, with nothing kept, when there is no room
   */
  boolean add(StoredEvent letter, AppendCallback callback) {
    boolean kept = store == null ? addInMemory(letter, callback) : append(store, letter, callback);
    full = !kept;
    return kept;
  }

  private boolean append(SpillStore target, StoredEvent letter, AppendCallback callback) {
    RecordBuffer record = new RecordBuffer(letter.event().weightBytes());
    letter.write(record);
    budget.reserve(record.sizeBytes(), Long.MAX_VALUE);
    if (target.deadLetters().append(record, callback)) {
      return true;
    }
    budget.release(record.sizeBytes());
    return false;
  }

  private boolean addInMemory(StoredEvent letter, AppendCallback callback) {
    long bytes = letter.event().weightBytes();
    synchronized (this) {
      if (inMemory.size() == KEPT_WITHOUT_LOG || inMemoryBytes + bytes > boundBytes) {
        return false;
      }
      inMemory.add(letter);
      inMemoryBytes += bytes;
    }
    budget.reserve(bytes, Long.MAX_VALUE); // the lane gives its own back
    callback.onForced();
    return true;
  }

  /** Whether the last letter found no room. */
  boolean isFull() {
    return full;
  }

  long kept() {
    if (store != null) {
      return store.figures().deadLetters();
    }
    synchronized (this) {
      return inMemory.size();
    }
  }

  /** The letters that no log holds, oldest first. */
  synchronized List<StoredEvent> inMemory() {
    return List.copyOf(inMemory);
  }
}
