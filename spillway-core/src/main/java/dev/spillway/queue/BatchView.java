package dev.spillway.queue;

import dev.spillway.Priority;
import java.util.Objects;

/** Some neighbouring events of a {@link Batch}, to be read. */
public final class BatchView {
  private final Batch batch;
  private final int from;
  private final int size;

  BatchView(Batch batch, int from, int size) {
    this.batch = batch;
    this.from = from;
    this.size = size;
  }

  /** The name of the queue. */
  public String queue() {
    return batch.queue();
  }

  /** The lane that all events of the batch come from. */
  public Priority priority() {
    return batch.priority();
  }

  public int size() {
    return size;
  }

  public Event event(int index) {
    return batch.event(at(index));
  }

  /** Which delivery of the event this is, from 1. */
  public int attempt(int index) {
    return batch.attempt(at(index));
  }

  /** Whether the event was accepted under a durable receipt. */
  public boolean durable(int index) {
    return batch.durable(at(index));
  }

  /** The time from the event's acceptance to the start of this batch, in nanoseconds. */
  public long waitNanos(int index) {
    return batch.waitNanos(at(index));
  }

  private int at(int index) {
    return from + Objects.checkIndex(index, size);
  }
}
