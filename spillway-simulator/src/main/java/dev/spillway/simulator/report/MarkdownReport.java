package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Figure;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Results as tables in Markdown, one for each figure: a row for each scenario, a column for each
 * policy.
 */
public final class MarkdownReport {
  private final Results results;
  private final Set<String> policies = new LinkedHashSet<>();
  private final Map<String, Map<String, Result>> byScenario = new LinkedHashMap<>();

  /** Tells of {@code results}. */
  public MarkdownReport(Results results) {
    this.results = results;
    for (Result result : results.all()) {
      policies.add(result.policy());
      byScenario
          .computeIfAbsent(result.scenario().name(), name -> new LinkedHashMap<>())
          .put(result.policy(), result);
    }
  }

  /** The tables, each below a heading. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(TableReport.summary(results));
    table(lines, "Bars met", MarkdownReport::bars);
    for (Figure figure : Figure.values()) {
      table(lines, title(figure), result -> cell(figure, result.worst(figure)));
    }
    return String.join("\n", lines) + "\n";
  }

  private void table(List<String> lines, String title, Function<Result, @Nullable String> cellOf) {
    List<String> rows = new ArrayList<>();
    byScenario.forEach(
        (scenario, ofScenario) -> {
          List<@Nullable String> cells =
              policies.stream()
                  .map(ofScenario::get)
                  .map(r -> r == null ? null : cellOf.apply(r))
                  .toList();
          if (cells.stream().anyMatch(Objects::nonNull)) {
            StringBuilder row = new StringBuilder("| " + scenario);
            cells.forEach(cell -> row.append(" | ").append(cell == null ? "" : cell));
            rows.add(row + " |");
          }
        });
    if (!rows.isEmpty()) {
      String heads = "| scenario | " + String.join(" | ", policies) + " |";
      String rule = "|---|" + "---:|".repeat(policies.size());
      lines.addAll(List.of("", "### " + title, "", heads, rule));
      lines.addAll(rows);
    }
  }

  private static @Nullable String bars(Result result) {
    List<BarResult> bars = result.bars();
    if (bars.isEmpty()) {
      return null;
    }
    String text = bars.stream().filter(BarResult::isMet).count() + " of " + bars.size();
    return result.isMet() ? "**" + text + "**" : text;
  }

  private static String title(Figure figure) {
    return switch (figure) {
      case GOODPUT -> "Goodput by work during the event, % of the oracle's";
      case CRITICAL_SUCCESS -> "Critical tasks done during the event, %";
      case P99_MILLIS -> "99th percentile of tasks done, ms";
      case CONVERGED_MILLIS -> "Converged after, ms";
      case RECOVERED_MILLIS -> "Recovered after, ms";
      case INVERSIONS -> "Inversions, per 10,000 tasks not started";
      case FAIRNESS -> "Fairness, Jain's index";
    };
  }

  private static @Nullable String cell(Figure figure, @Nullable Double value) {
    if (value == null) {
      return null;
    }
    if (value.isInfinite()) {
      return "never";
    }
    return switch (figure) {
      case GOODPUT, CRITICAL_SUCCESS -> String.format(Locale.ROOT, "%.2f", Figures.WHOLE * value);
      case P99_MILLIS -> String.format(Locale.ROOT, "%.1f", value);
      case CONVERGED_MILLIS, RECOVERED_MILLIS -> String.format(Locale.ROOT, "%.0f", value);
      case INVERSIONS -> String.format(Locale.ROOT, "%.1f", Figures.WHOLE * Figures.WHOLE * value);
      case FAIRNESS -> String.format(Locale.ROOT, "%.4f", value);
    };
  }
}
