package dev.spillway.server.http;

import dev.spillway.queue.QueueFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is, for people and for probes.
 *
 * <p>Alive as long as it answers. Ready while it serves and every queue takes critical events at
 * its own promise. Whatever else is wrong, a sink that is away or full dead letters, makes it
 * degraded and leaves it ready: taking it out of service would help nobody.
 */
final class Health {
  private final Queues queues;
  private volatile Phase phase = Phase.STARTING;

  Health(Queues queues) {
    this.queues = queues;
  }

  void enter(Phase next) {
    phase = next;
  }

  void health(Exchange exchange, String queue) {
    Map<String, Object> parts = new LinkedHashMap<>();
    boolean sound = phase == Phase.SERVING;
    for (ServedQueue served : queues.all()) {
      Map<String, @Nullable Object> part = part(served);
      sound &= "healthy".equals(part.get("status"));
      parts.put(served.name(), part);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> obstacles = obstacles();
    json.put("status", sound ? "healthy" : obstacles.isEmpty() ? "degraded" : "unavailable");
    json.put("phase", phase.name().toLowerCase(Locale.ROOT));
    json.put("queues", parts);
    exchange.json(obstacles.isEmpty() ? 200 : 503, json);
  }

  private static Map<String, @Nullable Object> part(ServedQueue served) {
    QueueFigures figures = served.queue().figures();
    String sinkTrouble = served.delivery().get().trouble();
    boolean sound = figures.trouble() == null && sinkTrouble == null;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", !figures.takesCritical() ? "unavailable" : sound ? "healthy" : "degraded");
    json.put("trouble", figures.trouble());
    json.put("sinkTrouble", sinkTrouble);
    return json;
  }

  void liveness(Exchange exchange, String queue) {
    exchange.json(200, Map.of("status", "alive"));
  }

  void readiness(Exchange exchange, String queue) {
    List<String> obstacles = obstacles();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", obstacles.isEmpty() ? "ready" : "not-ready");
    json.put("obstacles", obstacles);
    exchange.json(obstacles.isEmpty() ? 200 : 503, json);
  }

  /** What keeps the gateway from being ready, in words. */
  private List<String> obstacles() {
    List<String> obstacles = new ArrayList<>();
    switch (phase) {
      case STARTING -> obstacles.add("the gateway is starting");
      case STOPPING -> obstacles.add("the gateway is stopping");
      case SERVING -> {}
    }
    for (ServedQueue served : queues.all()) {
      QueueFigures figures = served.queue().figures();
      if (!figures.takesCritical()) {
        String trouble = figures.trouble();
        obstacles.add(
            "queue "
                + served.name()
                + " takes no critical events: "
                + (trouble == null || !figures.accepting() ? "it is stopping" : trouble));
      }
    }
    return obstacles;
  }

  /** Where the gateway is in its life. */
  enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }
}
