package dev.spillway.server.http;

import dev.spillway.server.telemetry.QueueWatch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The queues that the server feeds and shows, by name. Immutable. */
final class Queues {
  private final Map<String, ServedQueue> byName = new TreeMap<>();
  private final Map<String, QueueWatch> watches = new TreeMap<>();

  Queues(Collection<ServedQueue> queues) {
    for (ServedQueue queue : queues) {
      byName.put(queue.name(), queue);
      watches.put(queue.name(), new QueueWatch(queue.queue(), queue.delivery()));
    }
  }

  ServedQueue named(String name) throws ProblemException {
    ServedQueue queue = byName.get(name);
    if (queue == null) {
      throw new ProblemException(Problem.unknownQueue(name, List.copyOf(byName.keySet())));
    }
    return queue;
  }

  /** The queue of this name, or null. */
  @Nullable ServedQueue find(String name) {
    return byName.get(name);
  }

  /** Tells what happened to a queue lately. */
  QueueWatch watch(ServedQueue queue) {
    return Objects.requireNonNull(watches.get(queue.name()), queue::name);
  }

  /** Looks at every queue. */
  void look() {
    watches.values().forEach(QueueWatch::look);
  }

  Collection<ServedQueue> all() {
    return byName.values();
  }
}
