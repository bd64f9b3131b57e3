package dev.spillway.simulator.report;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Figure;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.Results;
import java.util.ArrayList;
import java.util.List;

/** Results as lines of text: a table for each scenario, and below it the bars that were missed. */
public final class TableReport {
  static final List<String> HEADS =
      List.of("policy", "goodput", "critical", "p99", "converged", "recovered", "bars");

  private final Results results;

  /** Tells of {@code results}. */
  public TableReport(Results results) {
    this.results = results;
  }

  /** Its lines, without line ends. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<Result> ofScenario = new ArrayList<>();
    for (Result result : results.all()) {
      if (!ofScenario.isEmpty()
          && !ofScenario.get(0).scenario().name().equals(result.scenario().name())) {
        lines.addAll(lines(ofScenario));
        ofScenario.clear();
      }
      ofScenario.add(result);
    }
    lines.addAll(lines(ofScenario));
    lines.add(summary(results));
    return lines;
  }

  private static List<String> lines(List<Result> ofScenario) {
    Result first = ofScenario.get(0);
    List<String> lines = new ArrayList<>();
    lines.add(first.scenario().name() + "  " + first.scenario().title());
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    ofScenario.forEach(result -> rows.add(cells(result)));
    List<String> table = aligned(rows);
    lines.add(table.get(0));
    for (int index = 0; index < ofScenario.size(); index++) {
      lines.add(table.get(index + 1));
      lines.addAll(missed(ofScenario.get(index)));
    }
    lines.add("");
    return lines;
  }

  /** One policy's line, a cell for each of the heads. */
  static List<String> cells(Result result) {
    return List.of(
        result.policy(),
        Figures.percent(result.worst(Figure.GOODPUT)),
        Figures.percent(result.worst(Figure.CRITICAL_SUCCESS)),
        Figures.millis(result.worst(Figure.P99_MILLIS)),
        Figures.millis(result.worst(Figure.CONVERGED_MILLIS)),
        Figures.millis(result.worst(Figure.RECOVERED_MILLIS)),
        verdict(result));
  }

  /** How many bars are met. */
  static String verdict(Result result) {
    List<BarResult> bars = result.bars();
    long met = bars.stream().filter(BarResult::isMet).count();
    return bars.isEmpty() ? Figures.NONE : met + " of " + bars.size() + " met";
  }

  private static List<String> missed(Result result) {
    List<String> lines = new ArrayList<>();
    for (BarResult bar : result.bars()) {
      if (!bar.isMet()) {
        lines.add("    missed: " + words(bar));
      }
    }
    return lines;
  }

  /** A bar with what was measured for it. */
  static String words(BarResult result) {
    return title(result)
        + ", measured "
        + Figures.measured(result, result.worst())
        + ", median "
        + Figures.measured(result, result.median());
  }

  /** A bar in words. */
  static String title(BarResult result) {
    String details = result.bar().details();
    return result.bar().metric().token()
        + (details.isEmpty() ? "" : " (" + details + ")")
        + " "
        + result.bar().bound();
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEADS.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        String room = " ".repeat(widths[column] - cell.length());
        line.append(column == 0 ? cell + room : "  " + room + cell);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** All bars of all results, in one sentence. */
  static String summary(Results results) {
    List<BarResult> bars = results.all().stream().flatMap(r -> r.bars().stream()).toList();
    int seeds = results.all().get(0).seeds();
    return "%d of %d bars met; every figure is that of the worst of %d seed%s."
        .formatted(
            bars.stream().filter(BarResult::isMet).count(),
            bars.size(),
            seeds,
            seeds == 1 ? "" : "s");
  }
}
