package dev.spillway.queue;

import dev.spillway.Priority;

/**
 * Events of one lane that one consumer is to deliver and settle: each exactly once, as delivered,
 * retried or dead-lettered. Not thread-safe.
 */
public final class Batch {
  Batch() {}

  public String queue() {
    throw new UnsupportedOperationException();
  }

  public Priority priority() {
    throw new UnsupportedOperationException();
  }

  public int size() {
    throw new UnsupportedOperationException();
  }

  public Event event(int index) {
    throw new UnsupportedOperationException("" + index);
  }

  /** Which delivery of the event this is, from 1. */
  public int attempt(int index) {
    throw new UnsupportedOperationException("" + index);
  }

  public boolean durable(int index) {
    throw new UnsupportedOperationException("" + index);
  }

  public long waitNanos(int index) {
    throw new UnsupportedOperationException("" + index);
  }

  /** The events from {@code from} to before {@code to}. */
  public BatchView view(int from, int to) {
    return new BatchView(this, from, to - from);
  }
}
