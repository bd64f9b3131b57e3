package dev.spillway.simulator.report;

import dev.spillway.simulator.Result;
import dev.spillway.simulator.TimeSeries;
import dev.spillway.simulator.TimeSeries.Curve;
import dev.spillway.simulator.scenario.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the page's charts show, as JSON that may stand within a script. Stateless. */
final class ChartData {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** More could not be seen, and would make the page larger. */
  private static final MathContext DIGITS = new MathContext(4);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final String ORACLE = "oracle";
  private static final Map<Curve, String> KEYS =
      Map.of(
          Curve.GOODPUT, "goodput",
          Curve.CRITICAL_SUCCESS, "criticalSuccess",
          Curve.P99_MILLIS, "p99Millis",
          Curve.QUEUE_LENGTH, "queueLength");

  private ChartData() {}

  /** An element for each scenario, of which each has an element for each policy. */
  static String of(Collection<List<Result>> byScenario) {
    return JSON.writeValueAsString(byScenario.stream().map(ChartData::scenario).toList())
        .replace("<", "\\u003c");
  }

  private static Map<String, @Nullable Object> scenario(List<Result> ofScenario) {
    Result first = ofScenario.get(0);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", first.scenario().name());
    json.put("event", event(first.scenario().event()));
    json.put("stepSeconds", first.series().stepSeconds());
    List<Object> lines = new ArrayList<>();
    for (Result result : ofScenario) {
      if (!result.policy().equals(ORACLE)) {
        lines.add(line(result.policy(), result.series(), false));
      }
    }
    lines.add(line(ORACLE, first.oracleSeries(), true));
    json.put("lines", lines);
    return json;
  }

  private static @Nullable List<Double> event(@Nullable Span event) {
    return event == null
        ? null
        : List.of(
            event.from().toNanos() / NANOS_PER_SECOND, event.until().toNanos() / NANOS_PER_SECOND);
  }

  private static Map<String, Object> line(String name, TimeSeries series, boolean limit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("limit", limit);
    for (Curve curve : Curve.values()) {
      List<@Nullable BigDecimal> values = new ArrayList<>();
      for (double value : series.values(curve)) {
        values.add(Double.isNaN(value) ? null : new BigDecimal(value).round(DIGITS));
      }
      json.put(KEYS.getOrDefault(curve, curve.name()), values);
    }
    return json;
  }
}
