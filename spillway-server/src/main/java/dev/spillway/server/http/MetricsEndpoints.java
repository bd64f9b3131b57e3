package dev.spillway.server.http;

import dev.spillway.server.telemetry.QueueHealth;
import dev.spillway.server.telemetry.QueueReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures for machines that watch: Prometheus' text, all of queues, and their short form. */
final class MetricsEndpoints {
  private final Queues queues;
  private final ScrapeEndpoint prometheus;

  MetricsEndpoints(Queues queues, ScrapeEndpoint prometheus) {
    this.queues = queues;
    this.prometheus = prometheus;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/metrics", Access.READ_ALL, prometheus),
        Route.get("/api/v1/metrics/prometheus", Access.READ_ALL, prometheus),
        Route.get("/api/v1/metrics/queue", Access.READ_ALL, this::figures),
        Route.get("/api/v1/metrics/queue/summary", Access.READ_ALL, this::summary),
        Route.post("/api/v1/metrics/backpressure/reset", Access.ADMIN_ALL_OLD, this::reset));
  }

  void figures(Exchange exchange, String queue) {
    exchange.json(200, Map.of("queues", queues.all().stream().map(FiguresJson::of).toList()));
  }

  private void summary(Exchange exchange, String queue) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ServedQueue served : queues.all()) {
      QueueReading reading = queues.watch(served).reading();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", served.name());
      json.put("depth", reading.held());
      json.put("circuit", reading.delivery().circuit().state().token());
      json.put("health", QueueHealth.of(reading).level().token());
      json.put("deliveredPerSecond", reading.deliveredPerSecond());
      all.add(json);
    }
    exchange.json(200, Map.of("queues", all));
  }

  private void reset(Exchange exchange, String queue) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ServedQueue served : queues.all()) {
      served.circuit().reset();
      queues.watch(served).reset();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", served.name());
      json.put("circuit", served.circuit().figures().state().token());
      all.add(json);
    }
    exchange.json(200, Map.of("queues", all));
  }
}
