package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Figure;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Results;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results for programs.
 *
 * <p>Figures that make no sense for a scenario, and moments that never came, are null; a bar on
 * such a moment is not met.
 */
public final class JsonReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Results results;

  /** Tells of {@code results}. */
  public JsonReport(Results results) {
    this.results = results;
  }

  /** The whole document. */
  public String text() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("results", results.all().stream().map(JsonReport::result).toList());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static Map<String, @Nullable Object> result(Result result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", result.scenario().name());
    json.put("policy", result.policy());
    json.put("seeds", result.seeds());
    for (Figure figure : Figure.values()) {
      json.put(figure.key(), Figures.number(result.worst(figure)));
    }
    List<Map<String, @Nullable Object>> bars = result.bars().stream().map(JsonReport::bar).toList();
    json.put("bars", bars);
    json.put("met", result.isMet());
    json.put("traceHash", result.traceHash());
    return json;
  }

  static Map<String, @Nullable Object> bar(BarResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("metric", result.bar().metric().token());
    json.put("scope", result.bar().details());
    json.put("bar", result.bar().bound().toString());
    json.put("measured", Figures.number(result.worst()));
    json.put("median", Figures.number(result.median()));
    json.put("met", result.isMet());
    return json;
  }
}
