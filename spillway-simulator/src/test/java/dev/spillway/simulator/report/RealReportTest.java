package dev.spillway.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.Policies;
import dev.spillway.simulator.RealComparison;
import dev.spillway.simulator.RealResult;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RealReportTest {
  private static RealReport report() throws ScenarioException, InterruptedException {
    Scenario scenario =
        ScenarioReader.read(
            "t.yaml",
            """
            name: T
            title: A test
            length: 3s
            deadline: 500ms
            plant: {servers: 4, service: {mean: 20ms}}
            sources: [{name: all, load: [{from: 0s, value: 0.5}]}]
            event: {from: 200ms, until: 300ms}
            """);
    List<RealResult> results =
        new RealComparison(
                List.of(scenario),
                Policies.all().stream().filter(p -> p.name().equals("fifo")).toList(),
                List.of(1))
            .run((s, p, seed) -> {});
    return new RealReport(results, 31.4);
  }

  @Test
  void lines_haveBothSidesAndHowLateTheTimersWere() throws ScenarioException, InterruptedException {
    List<String> lines = report().lines();
    assertThat(lines.get(0)).isEqualTo("T  A test");
    assertThat(lines.get(1)).matches("  fifo +simulated +real +difference");
    assertThat(lines.get(2))
        .matches("  goodput +100.00 % +\\d+\\.\\d\\d % +[+-]\\d+\\.\\d\\d points.*");
    assertThat(lines)
        .anyMatch(line -> line.matches("  p99 +.* ms +.* ms +[+-]\\d+\\.\\d %.*"))
        .anyMatch(line -> line.startsWith("  tasks were sent late by "))
        .anyMatch(line -> line.startsWith("  calls were over late by "))
        .contains("  a refusal took a server 20 us; over HTTP it takes 31 us of a processor here");
    assertThat(lines.get(lines.size() - 1))
        .matches(
            "[01] of 1 as near to the simulation as they must be; every figure is the median of"
                + " 1 seed\\.");
  }

  @Test
  void json_saysThatItIsRealAndHasBothSides() throws ScenarioException, InterruptedException {
    RealReport report = report();
    JsonNode root = JsonMapper.shared().readTree(report.json());
    assertThat(root.path("real").asBoolean()).isTrue();
    assertThat(root.path("httpRefusalMicros").asDouble()).isEqualTo(31.4);
    JsonNode result = root.path("results").get(0);
    assertThat(result.path("scenario").asString()).isEqualTo("T");
    assertThat(result.path("policy").asString()).isEqualTo("fifo");
    JsonNode goodput = result.path("goodput");
    assertThat(goodput.path("simulated").asDouble()).isEqualTo(1);
    assertThat(goodput.path("real").asDouble() - goodput.path("simulated").asDouble())
        .isEqualTo(goodput.path("difference").asDouble());
    assertThat(goodput.has("near")).isTrue();
    assertThat(result.path("near").asBoolean()).isEqualTo(report.isNear());
    assertThat(result.path("lateMicros").path("plant").path("most").asDouble()).isPositive();
  }

  @Test
  void html_hasBothSidesAndSaysThatTheyAreNotTheSameEverywhere()
      throws ScenarioException, InterruptedException {
    String page = report().html();
    assertThat(page).contains("gives other figures each time").doesNotContain("everywhere");
    assertThat(page).contains("fifo real");
  }
}
