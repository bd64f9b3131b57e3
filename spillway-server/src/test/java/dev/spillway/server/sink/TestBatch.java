package dev.spillway.server.sink;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Batches as a real queue hands them out. */
final class TestBatch {
  private TestBatch() {}

  /** A batch of JSON events with these ids. */
  static BatchView of(String... ids) {
    return of(Arrays.stream(ids).map(id -> json(id).build()).toArray(Event[]::new));
  }

  static BatchView of(Event... events) {
    EventQueue queue = EventQueue.builder("orders").build();
    queue.offer(Arrays.asList(events));
    Batch batch =
        Objects.requireNonNull(queue.poll(Priority.BULK, Integer.MAX_VALUE, Integer.MAX_VALUE));
    return batch.view(0, batch.size());
  }

  static Event.Builder json(String id) {
    byte[] padded = ("<<{\"n\":\"ü" + id + "\"}>>").getBytes(StandardCharsets.UTF_8);
    return Event.builder(id, padded, 2, padded.length - 4).content(Content.JSON);
  }
}
