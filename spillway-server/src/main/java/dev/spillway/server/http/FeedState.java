package dev.spillway.server.http;

import dev.spillway.Priority;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.server.sink.EndpointFigures;
import dev.spillway.yaml.Passwords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that can change its state, as it was at one moment. Immutable. */
record FeedState(Map<Place, String> values) {
  private static final String NONE = "none";

  /**
   * What has a state.
   *
   * @param queue null for the gateway itself
   * @param part a lane, or an endpoint's URL; null for the queue itself
   */
  record Place(String what, @Nullable String queue, @Nullable String part) {}

  static FeedState of(List<String> obstacles, List<FeedQueue> queues) {
    Map<Place, String> values = new LinkedHashMap<>();
    values.put(
        new Place("readiness", null, null),
        obstacles.isEmpty() ? "ready" : "not ready: " + String.join("; ", obstacles));
    for (FeedQueue queue : queues) {
      add(queue, values);
    }
    return new FeedState(values);
  }

  private static void add(FeedQueue queue, Map<Place, String> values) {
    String name = queue.figures().name();
    QueueFigures figures = queue.figures();
    values.put(new Place("strategy", name, null), figures.policy().strategy().token());
    values.put(new Place("trouble", name, null), orNone(figures.trouble()));
    if (figures.spill() != null) {
      values.put(new Place("disk", name, null), figures.spill().disk().state().token());
    }
    values.put(new Place("sink-trouble", name, null), orNone(queue.delivery().trouble()));
    values.put(new Place("circuit", name, null), queue.delivery().circuit().state().token());
    for (Map.Entry<Priority, LaneFigures> lane : figures.lanes().entrySet()) {
      String part = lane.getKey().token();
      values.put(new Place("disk-mode", name, part), lane.getValue().inDiskMode() ? "on" : "off");
      values.put(
          new Place("backpressure", name, part), lane.getValue().pressure().on() ? "on" : "off");
    }
    for (EndpointFigures endpoint : queue.endpoints()) {
      CircuitFigures circuit = endpoint.circuit();
      if (circuit != null) {
        values.put(
            new Place("circuit", name, Passwords.hidden(endpoint.url().toString())),
            circuit.state().token());
      }
    }
  }

  private static String orNone(@Nullable String trouble) {
    return trouble == null ? NONE : trouble;
  }

  /** What differs from {@code before}, each as the feed tells it. */
  List<Map<String, @Nullable Object>> changesSince(FeedState before, long epochMillis) {
    List<Map<String, @Nullable Object>> changes = new ArrayList<>();
    values.forEach(
        (place, value) -> {
          String was = before.values.get(place);
          if (!Objects.equals(was, value)) {
            Map<String, @Nullable Object> change = new LinkedHashMap<>();
            change.put("time", epochMillis);
            change.put("what", place.what());
            change.put("queue", place.queue());
            change.put("part", place.part());
            change.put("from", was);
            change.put("to", value);
            changes.add(change);
          }
        });
    return changes;
  }
}
