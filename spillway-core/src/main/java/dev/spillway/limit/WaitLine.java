package dev.spillway.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waiting requests of one class, by tenant. Guarded by the limiter's lock.
 *
 * <p>A heap tells which tenant had least; lists by size tell which has most waiting. Both change in
 * at most logarithmic time, whatever the number of tenants.
 */
final class WaitLine {
  private static final int INITIAL_SIZE = 16;

  private final int rank;
  private final DepthCounts depths = new DepthCounts();
  private final List<TenantLine> heap = new ArrayList<>();

  /** The first line of each size. */
  private @Nullable TenantLine[] bySize = new @Nullable TenantLine[INITIAL_SIZE];

  /** No line is larger. */
  private int largestSize;

  private int waiting;

  WaitLine(int rank) {
    this.rank = rank;
  }

  int rank() {
    return rank;
  }

  int waiting() {
    return waiting;
  }

  int tenants() {
    return heap.size();
  }

  /** The line of the tenant that had least; null when nobody waits. */
  @Nullable TenantLine least() {
    return heap.isEmpty() ? null : heap.get(0);
  }

  /** A line in which most wait; null when nobody waits. */
  @Nullable TenantLine largest() {
    while (largestSize > 0 && bySize[largestSize] == null) {
      largestSize--;
    }
    return largestSize == 0 ? null : bySize[largestSize];
  }

  /**
   * How many go before a request that would stand {@code depth} deep in its tenant's line, when all
   * tenants had alike.
   */
  int before(int depth) {
    return depths.within(depth);
  }

  void add(TenantShare share, Waiter waiter) {
    TenantLine line = share.line(rank);
    if (line == null) {
      line = new TenantLine(this, share);
      share.add(line);
      enter(line);
    } else {
      leaveSize(line);
    }
    line.add(waiter);
    waiting++;
    depths.add(line.size(), 1);
    joinSize(line);
  }

  void remove(Waiter waiter) {
    TenantLine line = waiter.line;
    if (line == null || line.home() != this) {
      throw new IllegalStateException("waits elsewhere: rank=" + rank);
    }
    leaveSize(line);
    depths.add(line.size(), -1);
    line.remove(waiter);
    waiting--;
    if (line.size() == 0) {
      leave(line);
      line.share().remove(line);
    } else {
      joinSize(line);
    }
  }

  /** Adds all whose deadline has passed. */
  void addLate(long nowNanos, List<Waiter> late) {
    for (TenantLine line : heap) {
      for (Waiter waiter = line.first(); waiter != null; waiter = waiter.behind) {
        if (nowNanos - waiter.deadlineNanos >= 0) {
          late.add(waiter);
        }
      }
    }
  }

  private void enter(TenantLine line) {
    line.heapIndex = heap.size();
    heap.add(line);
    up(line);
  }

  private void leave(TenantLine line) {
    TenantLine moved = heap.remove(heap.size() - 1);
    if (moved != line) {
      put(moved, line.heapIndex);
      reorder(moved);
    }
  }

  /** Finds the line's place after its tenant's virtual time changed. */
  void reorder(TenantLine line) {
    up(line);
    down(line);
  }

  private void up(TenantLine line) {
    int index = line.heapIndex;
    while (index > 0) {
      TenantLine parent = heap.get((index - 1) / 2);
      if (!goesBefore(line, parent)) {
        break;
      }
      put(parent, index);
      index = (index - 1) / 2;
    }
    put(line, index);
  }

  private void down(TenantLine line) {
    int index = line.heapIndex;
    while (2 * index + 1 < heap.size()) {
      int child = 2 * index + 1;
      if (child + 1 < heap.size() && goesBefore(heap.get(child + 1), heap.get(child))) {
        child++;
      }
      if (!goesBefore(heap.get(child), line)) {
        break;
      }
      put(heap.get(child), index);
      index = child;
    }
    put(line, index);
  }

  private void put(TenantLine line, int index) {
    heap.set(index, line);
    line.heapIndex = index;
  }

  private static boolean goesBefore(TenantLine one, TenantLine other) {
    return one.share().virtualNanos() < other.share().virtualNanos();
  }

  private void joinSize(TenantLine line) {
    int size = line.size();
    if (size >= bySize.length) {
      bySize = Arrays.copyOf(bySize, Math.max(size + 1, 2 * bySize.length));
    }
    TenantLine next = bySize[size];
    line.nextOfSize = next;
    line.previousOfSize = null;
    if (next != null) {
      next.previousOfSize = line;
    }
    bySize[size] = line;
    largestSize = Math.max(largestSize, size);
  }

  private void leaveSize(TenantLine line) {
    TenantLine previous = line.previousOfSize;
    TenantLine next = line.nextOfSize;
    if (previous == null) {
      bySize[line.size()] = next;
    } else {
      previous.nextOfSize = next;
    }
    if (next != null) {
      next.previousOfSize = previous;
    }
  }
}
