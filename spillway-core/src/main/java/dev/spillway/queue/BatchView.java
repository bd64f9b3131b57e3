package dev.spillway.queue;

import dev.spillway.Priority;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events of a {@link Batch} in their order, to be read. */
public final class BatchView {
  private final Batch batch;
  private final int from;
  private final int size;

  /** Where each event stands in the batch; null if they all stand together. */
  private final int @Nullable [] places;

  BatchView(Batch batch, int from, int size, int @Nullable [] places) {
    this.batch = batch;
    this.from = from;
    this.size = size;
    this.places = places;
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
    return batch.event(place(index));
  }

  /** Which delivery of the event this is, from 1. */
  public int attempt(int index) {
    return batch.attempt(place(index));
  }

  /** Whether the event was accepted under a durable receipt. */
  public boolean durable(int index) {
    return batch.durable(place(index));
  }

  /** The time from the event's acceptance to the start of this batch, in nanoseconds. */
  public long waitNanos(int index) {
    return batch.waitNanos(place(index));
  }

  /** The index within the batch of the event at {@code index}. */
  public int place(int index) {
    Objects.checkIndex(index, size);
    return places == null ? from + index : places[index];
  }
}
