package dev.spillway.server.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The queues that the server feeds and shows, by name. Immutable. */
final class Queues {
  private final Map<String, ServedQueue> byName = new TreeMap<>();

  Queues(Collection<ServedQueue> queues) {
    for (ServedQueue queue : queues) {
      byName.put(queue.name(), queue);
    }
  }

  ServedQueue named(String name) throws ProblemException {
    ServedQueue queue = byName.get(name);
    if (queue == null) {
      throw new ProblemException(Problem.unknownQueue(name, List.copyOf(byName.keySet())));
    }
    return queue;
  }

  Collection<ServedQueue> all() {
    return byName.values();
  }
}
