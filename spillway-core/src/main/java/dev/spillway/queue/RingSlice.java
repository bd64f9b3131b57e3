package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Neighbouring events of a ring, read in place. */
record RingSlice(@Nullable Event[] events, long[] nanos, int head, int size)
    implements BatchItems {
  @Override
  public Event event(int index) {
    return requireNonNull(events[slot(index)]);
  }

  @Override
  public long acceptedNanos(int index) {
    return nanos[slot(index)];
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
