package dev.spillway.server.http;

import dev.spillway.circuit.CircuitFigures;
import dev.spillway.circuit.CircuitMove;
import dev.spillway.delivery.CallTimeFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.server.sink.EndpointFigures;
import dev.spillway.yaml.Passwords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of deliveries and of a circuit as JSON shows them. The keys are part of the API. */
final class DeliveryJson {
  private DeliveryJson() {}

  static Map<String, @Nullable Object> sink(
      DeliveryFigures figures, List<EndpointFigures> endpoints) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("deliveries", figures.deliveries());
    json.put("endpointFailures", figures.endpointFailures());
    json.put("batchRefusals", figures.batchRefusals());
    Map<String, Long> errors = new LinkedHashMap<>();
    figures.errors().forEach((category, count) -> errors.put(category.token(), count));
    json.put("errors", errors);
    json.put("inFlight", figures.inFlight());
    json.put("deliveriesPerSecond", figures.deliveriesPerSecond());
    json.put("recentMillis", times(figures.recentTimes()));
    json.put("totalMillis", times(figures.totalTimes()));
    json.put("trouble", figures.trouble());
    if (!endpoints.isEmpty()) {
      json.put("endpoints", endpoints.stream().map(DeliveryJson::endpoint).toList());
    }
    return json;
  }

  static Map<String, @Nullable Object> endpoint(EndpointFigures figures) {
    CircuitFigures circuit = figures.circuit();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("url", Passwords.hidden(figures.url().toString()));
    json.put("inFlight", figures.inFlight());
    json.put("latencyMillis", FiguresJson.millis(figures.latencyNanos()));
    json.put("deliveries", figures.deliveries());
    json.put("failures", figures.failures());
    json.put("circuit", circuit == null ? null : circuit.state().token());
    json.put("trouble", figures.trouble());
    return json;
  }

  private static Map<String, Object> times(CallTimeFigures figures) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", figures.count());
    json.put("min", FiguresJson.millis(figures.minNanos()));
    json.put("mean", FiguresJson.millis(figures.meanNanos()));
    json.put("p50", FiguresJson.millis(figures.p50Nanos()));
    json.put("p95", FiguresJson.millis(figures.p95Nanos()));
    json.put("p99", FiguresJson.millis(figures.p99Nanos()));
    json.put("max", FiguresJson.millis(figures.maxNanos()));
    return json;
  }

  static Map<String, @Nullable Object> circuit(CircuitFigures figures) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("state", figures.state().token());
    json.put("mode", figures.mode().token());
    json.put("held", figures.held());
    json.put("since", Instant.ofEpochMilli(figures.sinceEpochMillis()).toString());
    json.put("calls", figures.calls());
    json.put("failures", figures.failures());
    json.put("failureRate", figures.failureRate());
    json.put("consecutiveFailures", figures.consecutiveFailures());
    json.put("halfOpenSuccesses", figures.halfOpenSuccesses());
    json.put("halfOpenInFlight", figures.halfOpenInFlight());
    json.put("openedTimes", figures.openedTimes());
    json.put("refused", figures.refused());
    json.put("wouldHaveRefused", figures.wouldHaveRefused());
    long untilNanos = figures.untilHalfOpenNanos();
    json.put("untilHalfOpenMillis", untilNanos == Long.MAX_VALUE ? null : untilNanos / 1_000_000);
    json.put("moves", figures.moves().stream().map(DeliveryJson::move).toList());
    return json;
  }

  private static Map<String, Object> move(CircuitMove move) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", Instant.ofEpochMilli(move.epochMillis()).toString());
    json.put("from", move.from().token());
    json.put("to", move.to().token());
    json.put("reason", move.reason());
    return json;
  }
}
