package dev.spillway.queue;

import org.jspecify.annotations.Nullable;

/** Neighbouring events of a ring, read in place. */
final class RingSlice implements BatchItems {
  private final @Nullable Event[] events;
  private final long[] acceptedNanos;
  private final int head;
  private final int size;

  RingSlice(@Nullable Event[] events, long[] acceptedNanos, int head, int size) {
    this.events = events;
    this.acceptedNanos = acceptedNanos;
    this.head = head;
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Event event(int index) {
    Event event = events[slot(index)];
    if (event == null) {
      throw new IllegalStateException(
          "a batch must be read before its queue is closed: index=" + index);
    }
    return event;
  }

  @Override
  public long acceptedNanos(int index) {
    return acceptedNanos[slot(index)];
  }

  @Override
  public boolean durable(int index) {
    return false;
  }

  @Override
  public int tries(int index) {
    return 0;
  }

  @Override
  public int deliveries(int index) {
    return 0;
  }

  private int slot(int index) {
    return (head + index) & (events.length - 1);
  }
}
