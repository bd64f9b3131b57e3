package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Events for tests. */
final class Events {
  private Events() {}

  static Event event(String id, Priority priority) {
    return event(id, priority, 20);
  }

  static Event event(String id, Priority priority, int payloadBytes) {
    return Event.builder(id, new byte[payloadBytes]).priority(priority).build();
  }

  static List<Event> numbered(Priority priority, int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int number = from; number < to; number++) {
      events.add(event(priority.token() + "-" + number, priority));
    }
    return events;
  }

  static Receipt offer(EventQueue queue, List<Event> events) {
    return queue.offer(events).toCompletableFuture().join();
  }

  static List<String> ids(Batch batch) {
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < batch.size(); index++) {
      ids.add(batch.event(index).id());
    }
    return ids;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
