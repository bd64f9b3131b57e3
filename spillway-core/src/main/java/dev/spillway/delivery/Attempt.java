package dev.spillway.delivery;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.BatchView;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A batch on its way, in ranges that are still to be delivered, in order. Owned by a dispatcher.
 */
final class Attempt {
  private final Batch batch;
  private final Deque<Range> open = new ArrayDeque<>();

  Attempt(Batch batch) {
    this.batch = batch;
    open.push(new Range(0, batch.size()));
  }

  Batch batch() {
    return batch;
  }

  Priority priority() {
    return batch.priority();
  }

  /** The range to deliver now. */
  Range current() {
    return open.element();
  }

  BatchView start() {
    Range range = current();
    batch.started(range.from(), range.to());
    return batch.view(range.from(), range.to());
  }

  /** Tells that every event of the current range is settled; returns whether that was the last. */
  boolean rangeSettled() {
    open.pop();
    return open.isEmpty();
  }

  /** Cuts the current range in halves, to find the event that spoils it. */
  void split() {
    Range range = open.pop();
    int middle = range.from() + range.size() / 2;
    open.push(new Range(middle, range.to()));
    open.push(new Range(range.from(), middle));
  }

  /** The events from {@code from} to before {@code to}. */
  record Range(int from, int to) {
    int size() {
      return to - from;
    }
  }
}
