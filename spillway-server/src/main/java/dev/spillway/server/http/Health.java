package dev.spillway.server.http;

import dev.spillway.circuit.CircuitFigures;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.queue.Account;
import dev.spillway.queue.QueueFigures;
import dev.spillway.queue.SpillFigures;
import dev.spillway.server.sink.EndpointFigures;
import dev.spillway.server.telemetry.QueueHealth;
import dev.spillway.server.telemetry.QueueHealth.Level;
import dev.spillway.server.telemetry.QueueReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is, for people and for probes.
 *
 * <p>Alive as long as it answers. Ready while it serves and every queue takes critical events at
 * its own promise. Whatever else is wrong, a sink that is away, events that are shed or full dead
 * letters, shows in its level and leaves it ready: taking it out of service would help nobody.
 *
 * <p>Where keys are configured, whoever has none that reads everything is told the status alone.
 */
final class Health {
  private final Queues queues;
  private final Supplier<List<String>> troubles;
  private volatile Phase phase = Phase.STARTING;

  /**
   * How {@code queues} are.
   *
   * @param troubles what else is not as it should be, in sentences
   */
  Health(Queues queues, Supplier<List<String>> troubles) {
    this.queues = queues;
    this.troubles = troubles;
  }

  void enter(Phase next) {
    phase = next;
  }

  void health(Exchange exchange, String queue) {
    Map<String, Object> parts = new LinkedHashMap<>();
    Level worst = phase == Phase.SERVING ? Level.HEALTHY : Level.UNAVAILABLE;
    for (ServedQueue served : queues.all()) {
      QueueReading reading = queues.watch(served).reading();
      List<EndpointFigures> failing =
          served.endpoints().stream().filter(Health::isFailing).toList();
      QueueHealth found = withEndpoints(QueueHealth.of(reading), failing);
      worst = worst.or(found.level());
      parts.put(served.name(), part(reading, found, failing));
    }
    List<String> others = troubles.get();
    worst = others.isEmpty() ? worst : worst.or(Level.DEGRADED);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", worst.token());
    if (exchange.caller().readsEverything()) {
      json.put("phase", phase.name().toLowerCase(Locale.ROOT));
      json.put("reasons", others);
      json.put("queues", parts);
    }
    exchange.json(worst == Level.UNAVAILABLE ? 503 : 200, json);
  }

  /** While others take its share, an endpoint that fails is no trouble of the sink. */
  private static QueueHealth withEndpoints(QueueHealth found, List<EndpointFigures> failing) {
    List<String> reasons = new ArrayList<>(found.reasons());
    for (EndpointFigures endpoint : failing) {
      reasons.add("an endpoint is left out because it fails: " + endpoint.trouble());
    }
    return failing.isEmpty()
        ? found
        : new QueueHealth(found.level().or(Level.DEGRADED), List.copyOf(reasons));
  }

  private static Map<String, @Nullable Object> part(
      QueueReading reading, QueueHealth found, List<EndpointFigures> failing) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", found.level().token());
    json.put("reasons", found.reasons());
    json.put("trouble", reading.queue().trouble());
    json.put("sinkTrouble", reading.delivery().trouble());
    json.put("circuit", reading.delivery().circuit().state().token());
    if (!failing.isEmpty()) {
      json.put("failingEndpoints", failing.stream().map(DeliveryJson::endpoint).toList());
    }
    json.put("held", reading.held());
    json.put("lately", lately(reading));
    SpillFigures spill = reading.queue().spill();
    json.put("spill", spill == null ? null : FiguresJson.spill(spill));
    return json;
  }

  private static Map<String, Object> lately(QueueReading reading) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seconds", reading.seconds());
    json.put("deliveredPerSecond", reading.deliveredPerSecond());
    json.put("refused", FiguresJson.refused(reading.refused()));
    json.put("displaced", reading.grown(Account::displaced));
    json.put("deadLettered", reading.grown(Account::deadLettered));
    json.put("quarantined", reading.grown(Account::quarantined));
    json.put("endpointFailures", reading.grownInDelivery(DeliveryFigures::endpointFailures));
    json.put("errors", errors(reading));
    json.put("batchRefusals", reading.grownInDelivery(DeliveryFigures::batchRefusals));
    return json;
  }

  private static Map<String, Long> errors(QueueReading reading) {
    Map<String, Long> json = new LinkedHashMap<>();
    for (ErrorCategory category : ErrorCategory.values()) {
      long calls = reading.grownInDelivery(d -> d.errors().getOrDefault(category, 0L));
      if (calls > 0) {
        json.put(category.token(), calls);
      }
    }
    return json;
  }

  private static boolean isFailing(EndpointFigures endpoint) {
    CircuitFigures circuit = endpoint.circuit();
    return circuit != null && circuit.state() != CircuitState.CLOSED;
  }

  void liveness(Exchange exchange, String queue) {
    exchange.json(200, Map.of("status", "alive"));
  }

  void readiness(Exchange exchange, String queue) {
    List<String> obstacles = obstacles();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", obstacles.isEmpty() ? "ready" : "not-ready");
    if (exchange.caller().readsEverything()) {
      json.put("obstacles", obstacles);
    }
    exchange.json(obstacles.isEmpty() ? 200 : 503, json);
  }

  /** What keeps the gateway from being ready, in words. */
  List<String> obstacles() {
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
