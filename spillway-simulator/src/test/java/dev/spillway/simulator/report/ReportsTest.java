package dev.spillway.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.Comparison;
import dev.spillway.simulator.Policies;
import dev.spillway.simulator.Results;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private static Results results(String more) throws ScenarioException, InterruptedException {
    Scenario scenario =
        ScenarioReader.read(
            "t.yaml",
            "name: T\ntitle: A <test> of \"reports\"\nlength: 6s\n"
                + "sources: [{name: all, load: [{from: 0s, value: 0.5}, {from: 1s, value: 3}]}]\n"
                + more);
    return new Comparison(
            List.of(scenario),
            Policies.all().stream()
                .filter(p -> List.of("none", "oracle").contains(p.name()))
                .toList(),
            2)
        .run((s, p, seed) -> {});
  }

  private static final String MORE =
      """
      event: {from: 1s, until: 3s}
      bars:
        - {metric: goodput, at-least: 0.9, during: {from: 1s, until: 3s}}
        - {metric: converged, at-most: 500}
        - {metric: p99, priority: bulk, at-most: 0}
      """;

  @Test
  void table_namesEveryBarThatWasMissed() throws ScenarioException, InterruptedException {
    List<String> lines = new TableReport(results(MORE)).lines();
    assertThat(lines.get(0)).isEqualTo("T  A <test> of \"reports\"");
    assertThat(lines.get(1))
        .matches("  policy +goodput +critical +p99 +converged +recovered +bars");
    assertThat(lines.get(2)).matches("  none +\\d+\\.\\d\\d % .* never +- +1 of 3 met");
    assertThat(lines.get(3))
        .startsWith("    missed: goodput (1s to 3s) >= 0.9, measured 0.")
        .contains(", median 0.");
    assertThat(lines.get(4))
        .isEqualTo("    missed: converged <= 500, measured never, median never");
    assertThat(lines.get(5)).matches("  oracle +100.00 % .* 0 ms +- +3 of 3 met");
    assertThat(lines.get(7))
        .isEqualTo("4 of 6 bars met; every figure is that of the worst of 2 seeds.");
    assertThat(lines).hasSize(8);
  }

  @Test
  void markdown_hasATableForEachFigure_withoutScenariosThatHaveNone()
      throws ScenarioException, InterruptedException {
    List<String> lines = new MarkdownReport(results(MORE)).text().lines().toList();
    assertThat(lines.get(0)).startsWith("4 of 6 bars met;");
    assertThat(lines.subList(1, 7))
        .containsExactly(
            "",
            "### Bars met",
            "",
            "| scenario | none | oracle |",
            "|---|---:|---:|",
            "| T | 1 of 3 | **3 of 3** |");
    assertThat(lines).anyMatch(line -> line.matches("\\| T \\| \\d+\\.\\d\\d \\| 100.00 \\|"));
    assertThat(lines).contains("| T | never | 0 |");
    assertThat(lines).as("no tenants").noneMatch(line -> line.startsWith("### Fairness"));
  }

  @Test
  void json_hasEveryFigure_andNullWhereThereIsNone()
      throws ScenarioException, InterruptedException {
    String text = new JsonReport(results(MORE)).text();
    assertThat(text).doesNotContain("NaN").doesNotContain("Infinity").endsWith("\n");
    JsonNode none = JsonMapper.builder().build().readTree(text).get("results").get(0);
    assertThat(none.propertyNames())
        .containsExactly(
            "scenario",
            "policy",
            "seeds",
            "goodput",
            "criticalSuccess",
            "p99Millis",
            "convergedMillis",
            "recoveredMillis",
            "inversions",
            "fairness",
            "bars",
            "met",
            "traceHash");
    assertThat(none.get("scenario").asString()).isEqualTo("T");
    assertThat(none.get("seeds").asInt()).isEqualTo(2);
    assertThat(none.get("goodput").asDouble()).isBetween(0.0, 0.9);
    assertThat(none.get("convergedMillis").isNull()).as("never").isTrue();
    assertThat(none.get("fairness").isNull()).as("no tenants").isTrue();
    assertThat(none.get("met").asBoolean()).isFalse();
    assertThat(none.get("traceHash").asString()).matches("[0-9a-f]{16}");
    JsonNode bar = none.get("bars").get(1);
    assertThat(bar.get("metric").asString()).isEqualTo("converged");
    assertThat(bar.get("bar").asString()).isEqualTo("<= 500");
    assertThat(bar.get("measured").isNull()).isTrue();
    assertThat(bar.get("met").asBoolean()).isFalse();
  }

  @Test
  void table_withoutEventAndBars_leavesThemOut() throws ScenarioException, InterruptedException {
    List<String> lines = new TableReport(results("")).lines();
    assertThat(lines.get(2)).matches("  none .* - +- +-");
    assertThat(lines.get(lines.size() - 1)).startsWith("0 of 0 bars met;");
  }

  @Test
  void html_isOnePageWithoutAnythingFromElsewhere() throws ScenarioException, InterruptedException {
    String page = new HtmlReport(results(MORE)).text();
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains("A &lt;test&gt; of &quot;reports&quot;")
        .contains("<td>never</td>")
        .contains("<td class=\"missed\">1 of 3 met</td>")
        .contains("<td class=\"met\">3 of 3 met</td>")
        .contains("<li>none: converged &lt;= 500, measured never, median never</li>")
        .contains("Permission is hereby granted, free of charge")
        .doesNotContain("{{")
        .doesNotContainPattern("(src|href)=\"?(https?:)?//")
        .doesNotContainPattern("@import|url\\(http");
    String data = between(page, "id=\"data\">", "</script>");
    JsonNode scenario = JsonMapper.builder().build().readTree(data).get(0);
    assertThat(scenario.get("event").get(1).asDouble()).isEqualTo(3);
    assertThat(scenario.get("lines"))
        .extracting(line -> line.get("name").asString())
        .containsExactly("none", "oracle");
    assertThat(scenario.get("lines").get(1).get("limit").asBoolean()).isTrue();
    JsonNode queue = scenario.get("lines").get(0).get("queueLength");
    assertThat(queue.size()).isEqualTo(40);
    assertThat(queue.get(39).asDouble()).as("it grows without a bound").isGreaterThan(1_000);
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }
}
