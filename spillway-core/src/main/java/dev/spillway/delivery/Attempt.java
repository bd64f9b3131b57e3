package dev.spillway.delivery;

import dev.spillway.Priority;
import dev.spillway.circuit.CircuitBreaker;
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
  private BatchView view;
  private boolean waited;
  private long permit = CircuitBreaker.REFUSED;
  private long startedNanos;

  Attempt(Batch batch) {
    this.batch = batch;
    open.push(new Range(0, batch.size()));
    view = batch.view(0, batch.size());
  }

  Batch batch() {
    return batch;
  }

  Priority priority() {
    return batch.priority();
  }

  /** Notes that time passes before the attempt goes on. */
  void holdBack() {
    waited = true;
  }

  /** Settles what became too late while it waited; returns whether anything is left to deliver. */
  boolean expire() {
    if (!waited) {
      return true; // polling has just dropped what is too late
    }
    while (!open.isEmpty() && !batch.expire(open.element().from(), open.element().to())) {
      open.pop();
    }
    waited = false;
    return !open.isEmpty();
  }

  /** Hands over the events of the current range that are to be delivered now. */
  BatchView start(long circuitPermit, long nowNanos) {
    Range range = open.element();
    permit = circuitPermit;
    startedNanos = nowNanos;
    batch.started(range.from(), range.to());
    view = batch.view(range.from(), range.to());
    return view;
  }

  /** What was handed over last. */
  BatchView view() {
    return view;
  }

  /** The permit of the call that was made last. */
  long permit() {
    return permit;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Tells that every event of the current range is settled; returns whether that was the last. */
  boolean rangeSettled() {
    open.pop();
    return open.isEmpty();
  }

  /** Cuts what was handed over last in halves, to find the event that spoils it. */
  void split() {
    Range range = open.pop();
    int middle = view.place(view.size() / 2);
    open.push(new Range(middle, range.to()));
    open.push(new Range(range.from(), middle));
  }

  /** The events from {@code from} to before {@code to}; those that are settled do not count. */
  private record Range(int from, int to) {}
}
