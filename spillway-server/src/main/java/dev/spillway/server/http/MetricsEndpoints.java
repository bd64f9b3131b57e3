package dev.spillway.server.http;

import dev.spillway.server.telemetry.QueueHealth;
import dev.spillway.server.telemetry.QueueReading;
import dev.spillway.server.telemetry.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;

/** Figures for machines that watch: Prometheus' text, all figures of queues, and the short form. */
final class MetricsEndpoints {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final Queues queues;
  private final Telemetry telemetry;

  MetricsEndpoints(Queues queues, Telemetry telemetry) {
    this.queues = queues;
    this.telemetry = telemetry;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/metrics", Access.READ_ALL, this::prometheus),
        Route.get("/api/v1/metrics/prometheus", Access.READ_ALL, this::prometheus),
        Route.get("/api/v1/metrics/queue", Access.READ_ALL, this::figures),
        Route.get("/api/v1/metrics/queue/summary", Access.READ_ALL, this::summary),
        Route.post("/api/v1/metrics/backpressure/reset", Access.ADMIN_ALL_OLD, this::reset));
  }

  private void prometheus(Exchange exchange, String queue) {
    String mediaType = prefersOpenMetrics(exchange) ? Telemetry.OPEN_METRICS : Telemetry.TEXT;
    exchange.send(200, mediaType, telemetry.scrape(mediaType).getBytes(StandardCharsets.UTF_8));
  }

  /** The first of the two forms in the order that the client likes them; text when it is silent. */
  private static boolean prefersOpenMetrics(Exchange exchange) {
    QuotedQualityCSV accepted = new QuotedQualityCSV();
    try {
      exchange.request().getHeaders().getValuesList(HttpHeader.ACCEPT).forEach(accepted::addValue);
    } catch (IllegalArgumentException e) {
      return false; // quotes that do not end say nothing about what is liked
    }
    for (String type : accepted.getValues()) {
      String bare = type.strip();
      if (bare.startsWith(OPEN_METRICS)) {
        return true;
      }
      if (bare.startsWith("text/") || bare.startsWith("*/*")) {
        return false;
      }
    }
    return false;
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
