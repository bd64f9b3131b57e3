package dev.spillway.limit;

import dev.spillway.Priority;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was refused since the state of the slots last changed, because one moved, there was room or
 * time passed: who is like it is refused again, without a lock. Written under the limiter's lock,
 * read by anybody.
 *
 * <p>Each partition has one for what is refused whoever asks, and each tenant its own; the latter
 * is what tenants extend, and small, so that many can be known.
 */
class RefusalMemory {
  /** Time of which nobody has more: what is refused for another reason than time. */
  static final long WHATEVER_TIME = Long.MAX_VALUE / 2;

  /** A state that the slots never have: as many as possible are taken. */
  private static final long NEVER = -1;

  private static final int CLASSES = Priority.values().length;

  /**
   * An entry: 15 bits of the time that a request had, 6 that say by how many bits that is shifted,
   * and the index of the refusal; 0 for none.
   */
  private static final int TIME_BITS = 15;

  private static final int TIME_MASK = (1 << TIME_BITS) - 1;
  private static final int SHIFT_MASK = 63;
  private static final int SHIFT_AT = TIME_BITS;
  private static final int REFUSAL_AT = TIME_BITS + 6;

  /** By priority; null until something was refused. */
  private int @Nullable [] entries;

  /** The state of the slots when they were refused; written last, read first. */
  private volatile long refusedState = NEVER;

  /**
   * Remembers a refusal, which holds until the state changes, for all from a rank on: where classes
   * do not matter that is 0, and so for everybody.
   */
  final void remember(long state, int rank, long timeNanos, OverloadException refusal) {
    int[] entries = this.entries;
    if (entries == null) {
      entries = new int[CLASSES];
      this.entries = entries;
    }
    if (refusedState != state) {
      refusedState = NEVER;
      VarHandle.storeStoreFence(); // who finds the old state finds no new entry
      Arrays.fill(entries, 0);
    }
    int entry = entryOf(timeNanos, refusal);
    for (int lower = rank; lower < CLASSES; lower++) {
      if (timeOf(entries[lower]) < timeNanos) {
        entries[lower] = entry;
      }
    }
    refusedState = state;
  }

  /** The time is rounded up by less than a 16,384th: who has so little more is refused as well. */
  private static int entryOf(long timeNanos, OverloadException refusal) {
    long below = Math.max(0, timeNanos - 1);
    int shift = Math.max(0, Long.SIZE - TIME_BITS - Long.numberOfLeadingZeros(below));
    return Refusals.indexOf(refusal) << REFUSAL_AT | shift << SHIFT_AT | (int) (below >>> shift);
  }

  private static long timeOf(int entry) {
    int shift = entry >>> SHIFT_AT & SHIFT_MASK;
    return entry == 0 ? 0 : ((entry & TIME_MASK) + 1L) << shift;
  }

  /** The refusal of a request that mattered as much and had as much time; null if none was. */
  final @Nullable OverloadException refusedBefore(long state, Priority priority, long timeNanos) {
    return refusedState == state ? look(state, priority, timeNanos) : null;
  }

  private @Nullable OverloadException look(long state, Priority priority, long timeNanos) {
    int[] entries = this.entries;
    int entry = entries == null ? 0 : entries[priority.ordinal()];
    VarHandle.acquireFence();
    boolean holds = refusedState == state && timeNanos <= timeOf(entry);
    return holds ? Refusals.at(entry >>> REFUSAL_AT) : null;
  }
}
