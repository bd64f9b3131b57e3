package dev.spillway.internal;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters to which many threads add at once, each in a stripe of its own. Thread-safe.
 *
 * <p>Unlike a {@link java.util.concurrent.atomic.LongAdder} for each, all lie in one array, so that
 * where to add follows from the counter's number and not from what was loaded before.
 */
public final class StripedCounters {
  private static final int STRIPES = 16;

  private final int width;
  private final AtomicLongArray cells;

  /** Counters from 0 to below {@code counters}, all 0. */
  public StripedCounters(int counters) {
    width = counters + Stripes.STRIDE;
    cells = new AtomicLongArray(Stripes.STRIDE + STRIPES * width);
  }

  public void increment(int counter) {
    cells.getAndIncrement(at(Stripes.ofThread(STRIPES), counter));
  }

  /** What was added to a counter before, and perhaps what is added meanwhile. */
  public long sum(int counter) {
    long sum = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      sum += cells.get(at(stripe, counter));
    }
    return sum;
  }

  private int at(int stripe, int counter) {
    return Stripes.STRIDE + stripe * width + counter; // what all read lies before
  }
}
