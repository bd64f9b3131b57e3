package dev.spillway.queue;

import org.jspecify.annotations.Nullable;

/**
 * One event outside a ring, with what happened to it so far. Guarded by its lane's lock.
 *
 * <p>Its {@code origin} is the block of the log that it came from; without one it is held in memory
 * alone.
 */
final class Held {
  private final Event event;
  private final long acceptedNanos;
  private final boolean durable;
  private final @Nullable LogBlock origin;
  private int tries;
  private int deliveries;
  private long dueNanos;

  Held(Event event, long acceptedNanos, boolean durable, @Nullable LogBlock origin) {
    this.event = event;
    this.acceptedNanos = acceptedNanos;
    this.durable = durable;
    this.origin = origin;
  }

  Event event() {
    return event;
  }

  long acceptedNanos() {
    return acceptedNanos;
  }

  boolean durable() {
    return durable;
  }

  @Nullable LogBlock origin() {
    return origin;
  }

  int tries() {
    return tries;
  }

  int deliveries() {
    return deliveries;
  }

  /** Sets what earlier deliveries came to. */
  void history(int tries, int deliveries) {
    this.tries = tries;
    this.deliveries = deliveries;
  }

  /** When the next try may start. */
  long dueNanos() {
    return dueNanos;
  }

  void dueAt(long nanos) {
    dueNanos = nanos;
  }
}
