package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their arrival, with the time of each. Guarded by its lane's lock.
 *
 * <p>A batch reads the oldest events in place: adding and taking newer ones out never moves them
 * within an array, and growing leaves the old array as it was.
 */
final class EventRing {
  private static final int FIRST_CAPACITY = 64;

  private @Nullable Event[] events = new @Nullable Event[FIRST_CAPACITY];
  private long[] acceptedNanos = new long[FIRST_CAPACITY];
  private int head;
  private int size;
  private long weightBytes;

  int size() {
    return size;
  }

  /** What all its events weigh. */
  long weightBytes() {
    return weightBytes;
  }

  void add(Event event, long nowNanos) {
    if (size == events.length) {
      grow();
    }
    int slot = (head + size++) & mask();
    events[slot] = event;
    acceptedNanos[slot] = nowNanos;
    weightBytes += event.weightBytes();
  }

  private void grow() {
    int capacity = events.length;
    @Nullable Event[] moreEvents = new @Nullable Event[capacity * 2];
    long[] moreNanos = new long[capacity * 2];
    int untilWrap = capacity - head;
    System.arraycopy(events, head, moreEvents, 0, untilWrap);
    System.arraycopy(events, 0, moreEvents, untilWrap, head);
    System.arraycopy(acceptedNanos, head, moreNanos, 0, untilWrap);
    System.arraycopy(acceptedNanos, 0, moreNanos, untilWrap, head);
    events = moreEvents;
    acceptedNanos = moreNanos;
    head = 0;
  }

  /** The event {@code index} places behind the oldest. */
  Event get(int index) {
    return requireNonNull(events[(head + index) & mask()]);
  }

  long acceptedNanos(int index) {
    return acceptedNanos[(head + index) & mask()];
  }

  /** Forgets the oldest {@code count} events. */
  void drop(int count) {
    for (int index = 0; index < count; index++) {
      weightBytes -= get(index).weightBytes();
    }
    int untilWrap = Math.min(count, events.length - head);
    Arrays.fill(events, head, head + untilWrap, null);
    Arrays.fill(events, 0, count - untilWrap, null);
    head = (head + count) & mask();
    size -= count;
  }

  /** Takes the newest event out. */
  Event removeNewest() {
    int slot = (head + --size) & mask();
    Event event = requireNonNull(events[slot]);
    events[slot] = null;
    weightBytes -= event.weightBytes();
    return event;
  }

  /**
   * Takes out all events from {@code from} places behind the oldest on whose deadline has passed.
   *
   * @param taken is given each of them
   */
  void removeExpired(int from, long nowMillis, Consumer<Event> taken) {
    int kept = from;
    for (int index = from; index < size; index++) {
      Event event = get(index);
      if (event.isExpiredAt(nowMillis)) {
        weightBytes -= event.weightBytes();
        taken.accept(event);
      } else {
        int slot = (head + kept++) & mask();
        events[slot] = event;
        acceptedNanos[slot] = acceptedNanos(index);
      }
    }
    for (int index = kept; index < size; index++) {
      events[(head + index) & mask()] = null;
    }
    size = kept;
  }

  /** The oldest {@code count} events, to be read until they are dropped. */
  RingSlice oldest(int count) {
    return new RingSlice(events, acceptedNanos, head, count);
  }

  private int mask() {
    return events.length - 1;
  }
}
