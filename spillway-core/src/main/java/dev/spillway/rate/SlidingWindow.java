package dev.spillway.rate;

import dev.spillway.internal.Nanos;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what came in the last while, in sixty parts of it. Thread-safe: recording takes no lock,
 * admission takes a short one. Nothing is allocated after construction.
 *
 * <p>{@link #perSecond} weighs the oldest part by how much of it is still inside, as if its events
 * had come evenly: its error is at most the events of that part, about a sixtieth at an even rate.
 * {@link #take} counts the oldest part whole, so no window of any phase has more than the limit; in
 * return, room comes back up to a sixtieth of the window late. A count stays at 2^36 - 1 in one
 * part for one thread. Times must not lie behind each other by more than a fifteenth of the window.
 */
public final class SlidingWindow {
  private static final int PARTS = 60;
  private static final int SLOTS = PARTS + 4;
  private static final int STRIDE = 16;
  private static final int COUNT_BITS = 36;
  private static final long MOST_COUNT = (1L << COUNT_BITS) - 1;
  private static final long TICK_MASK = (1L << (Long.SIZE - COUNT_BITS)) - 1;

  private final long windowNanos;
  private final long partNanos;
  private final long originNanos;
  private final int rows;

  /** Each slot: the low bits of its tick above, its count below. */
  private final AtomicLongArray slots;

  private final ReentrantLock admission = new ReentrantLock();

  /** Guarded by {@link #admission}. */
  private long lastTakeNanos;

  /**
   * An empty window.
   *
   * @param window one millisecond or longer; sixty seconds is usual
   * @param nowNanos a monotonic time, the origin of all that follow
   * @throws IllegalArgumentException if the window is shorter
   */
  public SlidingWindow(Duration window, long nowNanos) {
    this(window, nowNanos, Runtime.getRuntime().availableProcessors());
  }

  SlidingWindow(Duration window, long nowNanos, int processors) {
    checkWindow(window);
    partNanos = (Nanos.of(window) + PARTS - 1) / PARTS;
    windowNanos = partNanos * PARTS;
    originNanos = nowNanos - windowNanos;
    lastTakeNanos = nowNanos;
    rows = Integer.highestOneBit(Math.min(processors, STRIDE));
    slots = new AtomicLongArray(rows * (SLOTS + STRIDE));
  }

  static void checkWindow(Duration window) {
    if (Nanos.of(window) < 1_000_000) {
      throw new IllegalArgumentException("window must be at least a millisecond: window=" + window);
    }
  }

  private long tickAt(long nowNanos) {
    return Math.max(0, nowNanos - originNanos) / partNanos;
  }

  private int indexOf(int row, long tick) {
    return row * (SLOTS + STRIDE) + STRIDE / 2 + (int) (tick % SLOTS);
  }

  /** Counts {@code events}, which came at {@code nowNanos}. */
  public void record(long events, long nowNanos) {
    if (events > 0) {
      add((int) Thread.currentThread().getId() & (rows - 1), events, tickAt(nowNanos));
    }
  }

  private void add(int row, long events, long tick) {
    int index = indexOf(row, tick);
    long label = (tick & TICK_MASK) << COUNT_BITS;
    long seen = slots.get(index);
    while (true) {
      boolean current = (seen & ~MOST_COUNT) == label;
      long before = current ? seen & MOST_COUNT : 0;
      long witness =
          slots.compareAndExchange(index, seen, label | Math.min(MOST_COUNT, before + events));
      if (witness == seen) {
        return;
      }
      seen = witness;
    }
  }

  /** How many came in the window that ends now, the oldest part weighed. */
  public double count(long nowNanos) {
    long tick = tickAt(nowNanos);
    double inside = 1 - (double) (nowNanos - originNanos - tick * partNanos) / partNanos;
    return countOf(tick - PARTS) * Math.max(0, inside) + countFrom(tick - PARTS + 1);
  }

  /** Events a second, on average over the window. */
  public double perSecond(long nowNanos) {
    return count(nowNanos) * 1e9 / windowNanos;
  }

  private long countFrom(long oldest) {
    long sum = 0;
    for (long tick = oldest; tick < oldest + PARTS; tick++) {
      sum += countOf(tick);
    }
    return sum;
  }

  private long countOf(long tick) {
    long label = (tick & TICK_MASK) << COUNT_BITS;
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      long seen = tick < 0 ? 0 : slots.get(indexOf(row, tick));
      sum += (seen & ~MOST_COUNT) == label ? seen & MOST_COUNT : 0;
    }
    return sum;
  }

  /** Admits and counts up to {@code wanted} events if the window then has at most {@code limit}. */
  public long take(long wanted, long limit, long nowNanos) {
    admission.lock();
    try {
      if (nowNanos - lastTakeNanos > 0) {
        lastTakeNanos = nowNanos;
      }
      long tick = tickAt(lastTakeNanos);
      long room = limit - countOf(tick - PARTS) - countFrom(tick - PARTS + 1);
      long granted = Math.max(0, Math.min(wanted, room));
      if (granted > 0) {
        add(0, granted, tick);
      }
      return granted;
    } finally {
      admission.unlock();
    }
  }

  /**
   * Uncounts {@code events} that were counted at {@code nowNanos}, as far as it still knows them.
   */
  public void giveBack(long events, long nowNanos) {
    long tick = tickAt(nowNanos);
    long left = events;
    for (int row = 0; row < rows && left > 0; row++) {
      left -= subtract(indexOf(row, tick), left, (tick & TICK_MASK) << COUNT_BITS);
    }
  }

  private long subtract(int index, long events, long label) {
    while (true) {
      long seen = slots.get(index);
      if ((seen & ~MOST_COUNT) != label) {
        return 0;
      }
      long less = Math.min(events, seen & MOST_COUNT);
      if (slots.compareAndSet(index, seen, seen - less)) {
        return less;
      }
    }
  }

  /**
   * How long until {@link #take} admits {@code wanted} events, if none comes before; 0 if it would
   * now, {@code Long.MAX_VALUE} if the limit is smaller.
   */
  public long nanosUntil(long wanted, long limit, long nowNanos) {
    if (wanted > limit) {
      return Long.MAX_VALUE;
    }
    long now = tickAt(nowNanos);
    long oldest = now - PARTS;
    long excess = countOf(oldest) + countFrom(oldest + 1) - limit + wanted;
    while (excess > 0 && oldest <= now) {
      excess -= countOf(oldest);
      oldest++;
    }
    long freeAt = originNanos + (oldest + PARTS) * partNanos;
    return Math.max(0, oldest == now - PARTS ? 0 : freeAt - nowNanos);
  }
}
