package dev.spillway.spill;

import dev.spillway.queue.RecordBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to one block. Guarded by its {@link Staging} until the writer takes it, then
 * the writer's.
 */
final class StagedBlock {
  private final byte[] bytes;
  private final boolean tombstones;
  private final long openedNanos;
  private final List<Part> parts = new ArrayList<>();
  private int length;
  private int count;
  private boolean awaited;
  private long leastDeadlineMillis = Long.MAX_VALUE;
  private long greatestDeadlineMillis = Long.MIN_VALUE;

  StagedBlock(byte[] bytes, boolean tombstones, long openedNanos) {
    this.bytes = bytes;
    this.tombstones = tombstones;
    this.openedNanos = openedNanos;
  }

  /** Neighbouring records with the same fate: one append that is awaited, or any that are not. */
  private static final class Part {
    final @Nullable Append append;
    int bytes;
    int count;

    Part(@Nullable Append append) {
      this.append = append;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  int count() {
    return count;
  }

  int freeBytes() {
    return bytes.length - length;
  }

  boolean isTombstones() {
    return tombstones;
  }

  boolean isAwaited() {
    return awaited;
  }

  long openedNanos() {
    return openedNanos;
  }

  long leastDeadlineMillis() {
    return leastDeadlineMillis;
  }

  long greatestDeadlineMillis() {
    return greatestDeadlineMillis;
  }

  /** The most that the block can take in a segment. */
  long space() {
    return Format.blockSpace(length);
  }

  /** Copies records {@code from} to {@code to}, exclusive, which must fit. */
  void add(RecordBuffer records, int from, int to, @Nullable Append append) {
    int start = from == 0 ? 0 : records.end(from - 1);
    int size = records.end(to - 1) - start;
    System.arraycopy(records.array(), start, bytes, length, size);
    for (int index = from; index < to; index++) {
      long deadlineMillis = records.deadlineMillis(index);
      leastDeadlineMillis = Math.min(leastDeadlineMillis, deadlineMillis);
      greatestDeadlineMillis = Math.max(greatestDeadlineMillis, deadlineMillis);
    }
    Part part = partOf(append);
    part.bytes += size;
    part.count += to - from;
    length += size;
    count += to - from;
    awaited |= append != null;
  }

  private Part partOf(@Nullable Append append) {
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last == null || last.append != append) {
      last = new Part(append);
      parts.add(last);
    }
    return last;
  }

  /** Tells all that wait for records of this block. */
  void tellForced() {
    for (Part part : parts) {
      if (part.append != null) {
        part.append.forced(part.count);
      }
    }
  }

  /** When the first of who waits came; there must be one. */
  long awaitedSinceNanos() {
    for (Part part : parts) {
      if (part.append != null) {
        return part.append.sinceNanos();
      }
    }
    throw new IllegalStateException("nobody waits for the block");
  }

  /**
   * Removes the records that are awaited by who came {@code untilNanos} or before, and adds their
   * appends to {@code dropped}. The range of deadlines stays as wide as it was.
   */
  void dropAwaited(List<Append> dropped, long untilNanos) {
    int from = 0;
    int kept = 0;
    int keptCount = 0;
    for (Iterator<Part> each = parts.iterator(); each.hasNext(); ) {
      Part part = each.next();
      Append append = part.append;
      if (append == null || append.sinceNanos() - untilNanos > 0) {
        System.arraycopy(bytes, from, bytes, kept, part.bytes);
        kept += part.bytes;
        keptCount += part.count;
      } else {
        dropped.add(append);
        each.remove();
      }
      from += part.bytes;
    }
    length = kept;
    count = keptCount;
    awaited = parts.stream().anyMatch(part -> part.append != null);
  }
}
