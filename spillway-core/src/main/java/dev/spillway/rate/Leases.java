package dev.spillway.rate;

import dev.spillway.internal.Stripes;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tokens of one bucket that are lent to stripes, so that threads rarely meet. Thread-safe and
 * lock-free.
 *
 * <p>A stripe is one long in a cache line of its own: how many tokens it holds, or that a thread is
 * fetching some, or that it is closed for good. While one thread fetches, no other can for the same
 * stripe, so all stripes together never account for more than {@link #headroom()} tokens. A thread
 * always uses the same stripe.
 */
final class Leases {
  private static final long FETCHING = -1;
  private static final long CLOSED = -2;

  private final int stripes;
  private final long chunk;
  private final AtomicLongArray held;
  private volatile long lastFetchNanos;

  /** {@code stripes} is a power of two; each can hold {@code chunk} tokens, and is fetching. */
  Leases(int stripes, long chunk, long nowNanos) {
    this.stripes = stripes;
    this.chunk = chunk;
    this.held = new AtomicLongArray((stripes + 1) * Stripes.STRIDE);
    this.lastFetchNanos = nowNanos;
    for (int stripe = 0; stripe < stripes; stripe++) {
      held.set(indexOf(stripe), FETCHING);
    }
  }

  /** Ends the first fetch, that of all stripes: each now holds {@code tokens}. */
  void open(long tokens) {
    for (int stripe = 0; stripe < stripes; stripe++) {
      held.set(indexOf(stripe), tokens);
    }
  }

  private int indexOfThread() {
    return indexOf(Stripes.ofThread(stripes));
  }

  private static int indexOf(int stripe) {
    return (stripe + 1) * Stripes.STRIDE;
  }

  long chunk() {
    return chunk;
  }

  /** What all stripes can hold; the bucket's reserve stays this far below its burst. */
  long headroom() {
    return stripes * chunk;
  }

  boolean isIdle(long idleNanos, long nowNanos) {
    return nowNanos - lastFetchNanos > idleNanos;
  }

  /** Takes {@code wanted} tokens from the thread's stripe, or none. */
  boolean take(long wanted) {
    int index = indexOfThread();
    long seen = held.get(index);
    while (seen >= wanted) {
      long witness = held.compareAndExchange(index, seen, seen - wanted);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** Claims the thread's stripe for a fetch: what it held, or -1 if it cannot be claimed. */
  long claim() {
    int index = indexOfThread();
    long seen = held.get(index);
    return seen >= 0 && held.compareAndSet(index, seen, FETCHING) ? seen : -1;
  }

  /** Ends a fetch that brought the stripe to its chunk. */
  void fill(long nowNanos) {
    lastFetchNanos = nowNanos;
    held.set(indexOfThread(), chunk);
  }

  /** Ends a fetch that brought nothing. */
  void unclaim(long tokens) {
    held.set(indexOfThread(), tokens);
  }

  /** Takes what all stripes hold, and returns how many tokens that were. */
  long recall() {
    return empty(0);
  }

  private long empty(long mark) {
    long sum = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      int index = indexOf(stripe);
      long seen = held.get(index);
      if (seen >= 0 && seen != mark && held.compareAndSet(index, seen, mark)) {
        sum += seen;
      }
    }
    return sum;
  }

  /** Closes every stripe that is not fetching, and returns how many tokens they held. */
  long close() {
    return empty(CLOSED);
  }

  boolean isClosed() {
    for (int stripe = 0; stripe < stripes; stripe++) {
      if (held.get(indexOf(stripe)) != CLOSED) {
        return false;
      }
    }
    return true;
  }

  /** What the stripes hold now. */
  long sum() {
    long sum = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      sum += Math.max(0, held.get(indexOf(stripe)));
    }
    return sum;
  }
}
