package dev.spillway.server.http;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.server.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that the server answers, with what it asks of whoever calls it. */
final class Routes {
  private static final String QUEUE = "/api/v1/queues/{queue}";
  private static final String DEAD_LETTERS = QUEUE + "/dead-letters";

  private Routes() {}

  /** The routes; {@code ingest} and {@code changes} read bodies, the others none. */
  static List<Route> of(
      Shown shown, IngestEndpoint ingest, ChangeEndpoint changes, IngestEndpoint.Seams seams) {
    Queues queues = shown.queues();
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post(QUEUE + "/events", Access.INGEST, ingest));
    routes.add(Route.patch(QUEUE, Access.ADMIN_ALL, changes));
    routes.add(
        Route.get(QUEUE + "/explain", Access.READ_OWN, new ExplainEndpoint(queues, seams.gate())));
    MetricsEndpoints metrics =
        new MetricsEndpoints(queues, new ScrapeEndpoint(shown.telemetry(), seams));
    routes.addAll(metrics.routes());
    routes.add(Route.get("/api/v1/queues", Access.READ_ALL, metrics::figures));
    routes.add(
        Route.get(
            QUEUE,
            Access.READ_ALL,
            (exchange, queue) -> exchange.json(200, FiguresJson.of(queues.named(queue)))));
    routes.add(circuit("reset", queues, CircuitBreaker::reset));
    routes.add(circuit("open", queues, CircuitBreaker::forceOpen));
    routes.add(circuit("close", queues, CircuitBreaker::forceClosed));
    LetterEndpoint letters = new LetterEndpoint(queues, seams);
    routes.add(Route.get(DEAD_LETTERS, Access.ADMIN_OWN, letters::list));
    routes.add(Route.delete(DEAD_LETTERS, Access.ADMIN_OWN, letters::discard));
    routes.add(Route.post(DEAD_LETTERS + "/replay", Access.ADMIN_OWN, letters::replay));
    routes.add(Route.get("/api/v1/events", Access.READ_ALL, shown.feed()));
    Health health = shown.health();
    routes.add(Route.get("/api/v1/health", Access.OPEN, health::health));
    routes.add(Route.get("/api/v1/health/liveness", Access.OPEN, health::liveness));
    routes.add(Route.get("/api/v1/health/readiness", Access.OPEN, health::readiness));
    routes.addAll(BufferCalls.routes(queues, changes));
    routes.add(Route.get("/openapi.yaml", Access.OPEN, new ApiDescription()));
    routes.add(Route.get("/", Access.OPEN, (exchange, queue) -> exchange.json(200, home())));
    return routes;
  }

  /** What there is to show. */
  record Shown(Queues queues, Health health, Telemetry telemetry, LiveFeed feed) {}

  /** Moves a queue's circuit by hand and answers with how it is then. */
  private static Route circuit(String name, Queues queues, Consumer<CircuitBreaker> move) {
    return Route.post(
        QUEUE + "/circuit-breaker/" + name,
        Access.ADMIN_ALL,
        (exchange, queue) -> {
          CircuitBreaker circuit = queues.named(queue).circuit();
          move.accept(circuit);
          exchange.json(200, DeliveryJson.circuit(circuit.figures()));
        });
  }

  private static Map<String, Object> home() {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("queues", "/api/v1/queues");
    links.put("health", "/api/v1/health");
    links.put("metrics", "/metrics");
    links.put("events", "/api/v1/events");
    links.put("api", "/openapi.yaml");
    Map<String, Object> home = new LinkedHashMap<>();
    home.put("name", "Spillway");
    home.put("about", "POST events to /api/v1/queues/{queue}/events; they are held and delivered");
    home.put("links", links);
    return home;
  }
}
