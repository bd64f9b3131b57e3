package dev.spillway.queue;

import dev.spillway.queue.SpillLane.AppendCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a queue without a log: a bounded number, which end with the process.
 * Thread-safe.
 */
final class LettersInMemory implements SpillLetters {
  /** Letters serve a look at what went wrong, for which this many are enough. */
  static final int MOST = 1_000;

  /** They take no more than this part of the memory. */
  private static final int MEMORY_PART = 4;

  private final MemoryBudget budget;
  private final long boundBytes;

  /** Guarded by this, as all below. */
  private final NavigableMap<Long, RecordBuffer> letters = new TreeMap<>();

  private long bytes;
  private long end;

  LettersInMemory(MemoryBudget budget, long memoryBytes) {
    this.budget = budget;
    this.boundBytes = memoryBytes / MEMORY_PART;
  }

  @Override
  public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
    List<RecordBuffer> copies = new ArrayList<>();
    for (int index = 0; index < records.count(); index++) {
      RecordBuffer copy = new RecordBuffer(records.length(index) + RecordBuffer.LENGTH_BYTES);
      copy.put(
          records.array(),
          records.offset(index),
          records.length(index),
          records.deadlineMillis(index));
      copies.add(copy);
    }
    synchronized (this) {
      if (letters.size() + copies.size() > MOST || bytes + records.sizeBytes() > boundBytes) {
        return false;
      }
      copies.forEach(copy -> letters.put(end++, copy));
      bytes += records.sizeBytes();
    }
    if (callback != null) {
      callback.onForced();
    }
    return true;
  }

  @Override
  public long recovered() {
    return 0;
  }

  @Override
  public synchronized long kept() {
    return letters.size();
  }

  @Override
  public long quarantined() {
    return 0;
  }

  @Override
  public synchronized long end() {
    return end;
  }

  /** One letter at a time. */
  @Override
  public synchronized CompletionStage<@Nullable Block> read(long from) {
    Long first = letters.ceilingKey(from);
    RecordBuffer records = first == null ? null : letters.get(first);
    return CompletableFuture.completedFuture(
        first == null || records == null ? null : new Single(first, records));
  }

  private record Single(long first, RecordBuffer records) implements Block {
    @Override
    public boolean isKept(int index) {
      return true;
    }
  }

  @Override
  public boolean settle(long[] sequences, AppendCallback callback) {
    long released = 0;
    synchronized (this) {
      for (long sequence : sequences) {
        RecordBuffer letter = letters.remove(sequence);
        released += letter == null ? 0 : letter.sizeBytes();
      }
      bytes -= released;
    }
    budget.release(released);
    callback.onForced();
    return true;
  }
}
