package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Figure;
import dev.spillway.simulator.Lateness;
import dev.spillway.simulator.RealResult;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was seen on this machine beside what the simulation foretold, as lines of text and for
 * programs. Every figure is the median of all seeds.
 */
public final class RealReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROW = "  %-16s  %12s  %12s  %14s";
  private static final double MICROS_PER_MILLI = 1e3;
  private static final Map<Figure, String> NAMES =
      Map.of(
          Figure.GOODPUT, "goodput",
          Figure.CRITICAL_SUCCESS, "critical",
          Figure.P99_MILLIS, "p99",
          Figure.CONVERGED_MILLIS, "converged",
          Figure.RECOVERED_MILLIS, "recovered",
          Figure.INVERSIONS, "inversions",
          Figure.FAIRNESS, "fairness");

  private final List<RealResult> results;
  private final double refusalMicros;

  /**
   * Tells of {@code results}, of which there is at least one.
   *
   * @param refusalMicros of a processor that an answer over HTTP took here
   */
  public RealReport(List<RealResult> results, double refusalMicros) {
    this.results = List.copyOf(results);
    this.refusalMicros = refusalMicros;
  }

  /** Its lines, without line ends. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (RealResult result : results) {
      lines.addAll(lines(result));
    }
    long near = results.stream().filter(RealResult::isNear).count();
    int seeds = results.get(0).real().seeds();
    lines.add(
        "%d of %d as near to the simulation as they must be; every figure is the median of %d seed%s."
            .formatted(near, results.size(), seeds, seeds == 1 ? "" : "s"));
    return lines;
  }

  private List<String> lines(RealResult result) {
    Result simulated = result.simulated();
    List<String> lines = new ArrayList<>();
    lines.add(simulated.scenario().name() + "  " + simulated.scenario().title());
    lines.add(ROW.formatted(simulated.policy(), "simulated", "real", "difference"));
    for (Figure figure : Figure.values()) {
      if (simulated.median(figure) != null || result.real().median(figure) != null) {
        String row =
            ROW.formatted(
                NAMES.get(figure),
                Figures.of(figure, simulated.median(figure)),
                Figures.of(figure, result.real().median(figure)),
                difference(figure, result.difference(figure)));
        boolean far = result.isHeld(figure) && !result.isNear(figure);
        lines.add(far ? row + "  too far" : row);
      }
    }
    if (result.isHeldToBars()) {
      lines.addAll(bars(result));
    }
    lines.add("  tasks were sent late by " + words(result.clients()));
    lines.add("  calls were over late by " + words(result.plant()));
    lines.add(
        String.format(
            Locale.ROOT,
            "  a refusal took a server %.0f us; over HTTP it takes %.0f us of a processor here",
            simulated.scenario().plant().refusalCost().toNanos() / MICROS_PER_MILLI,
            refusalMicros));
    lines.add("");
    return lines;
  }

  private static List<String> bars(RealResult result) {
    List<String> lines = new ArrayList<>();
    for (int index = 0; index < result.real().bars().size(); index++) {
      BarResult seen = result.real().bars().get(index);
      BarResult foretold = result.simulated().bars().get(index);
      String line =
          "  %s: simulated %s, real %s"
              .formatted(
                  TableReport.title(seen),
                  Figures.measured(foretold, foretold.median()),
                  Figures.measured(seen, seen.median()));
      lines.add(seen.bar().bound().isMetBy(seen.median()) ? line : line + "  missed");
    }
    return lines;
  }

  private static String words(Lateness late) {
    return String.format(
        Locale.ROOT,
        "%.3f ms (median), %.3f ms (99 %%), %.3f ms (most)",
        late.medianMicros() / MICROS_PER_MILLI,
        late.p99Micros() / MICROS_PER_MILLI,
        late.mostMicros() / MICROS_PER_MILLI);
  }

  private static String difference(Figure figure, @Nullable Double difference) {
    if (difference == null) {
      return Figures.NONE;
    }
    return switch (figure) {
      case GOODPUT, CRITICAL_SUCCESS ->
          String.format(Locale.ROOT, "%+.2f points", Figures.WHOLE * difference);
      case P99_MILLIS -> String.format(Locale.ROOT, "%+.1f %%", Figures.WHOLE * difference);
      case CONVERGED_MILLIS, RECOVERED_MILLIS -> String.format(Locale.ROOT, "%+.0f ms", difference);
      case INVERSIONS, FAIRNESS -> String.format(Locale.ROOT, "%+.5f", difference);
    };
  }

  /** Whether all is as near to the simulation as it must be. */
  public boolean isNear() {
    return results.stream().allMatch(RealResult::isNear);
  }

  /** A page with what was foretold and what was seen, side by side. */
  public String html() {
    List<Result> all = new ArrayList<>();
    for (RealResult result : results) {
      all.add(result.simulated());
      all.add(result.real());
    }
    int seeds = all.get(0).seeds();
    String summary =
        "Simulated, and seen on a machine in its own time, which gives other figures each time; of"
            + " the worst of %d seed%s.".formatted(seeds, seeds == 1 ? "" : "s");
    return new HtmlReport(new Results(all), summary).text();
  }

  /** The whole as a JSON document. */
  public String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("real", true);
    root.put("httpRefusalMicros", refusalMicros);
    root.put("results", results.stream().map(RealReport::json).toList());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static Map<String, @Nullable Object> json(RealResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", result.simulated().scenario().name());
    json.put("policy", result.simulated().policy());
    json.put("real", true);
    json.put("seeds", result.real().seeds());
    for (Figure figure : Figure.values()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("simulated", Figures.number(result.simulated().median(figure)));
      values.put("real", Figures.number(result.real().median(figure)));
      values.put("difference", Figures.number(result.difference(figure)));
      if (result.isHeld(figure)) {
        values.put("near", result.isNear(figure));
      }
      json.put(figure.key(), values);
    }
    if (result.isHeldToBars()) {
      json.put("bars", result.real().bars().stream().map(JsonReport::bar).toList());
    }
    json.put("near", result.isNear());
    Map<String, Object> late = new LinkedHashMap<>();
    late.put("clients", late(result.clients()));
    late.put("plant", late(result.plant()));
    json.put("lateMicros", late);
    return json;
  }

  private static Map<String, Object> late(Lateness late) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("median", late.medianMicros());
    json.put("p99", late.p99Micros());
    json.put("most", late.mostMicros());
    return json;
  }
}
