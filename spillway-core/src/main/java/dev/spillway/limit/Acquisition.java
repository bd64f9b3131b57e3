package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/** A request that was handed over with a callback, for who may lose interest. Thread-safe. */
public final class Acquisition {
  /** Of all that were decided at once. */
  static final Acquisition DECIDED = new Acquisition(null, null);

  private final @Nullable Gate gate;
  private final @Nullable Waiter waiter;

  Acquisition(@Nullable Gate gate, @Nullable Waiter waiter) {
    this.gate = gate;
    this.waiter = waiter;
  }

  /**
   * Gives up the place in the queue, because nobody waits for the result any more.
   *
   * @return true if the callback is never called; false if it was called, or will be, or if the
   *     place was given up before
   */
  public boolean cancel() {
    return gate != null && waiter != null && gate.abandon(waiter);
  }
}
