package dev.spillway.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/scenarios.md} says what is so. */
class ScenariosDocTest {
  private static final Path DOC = Path.of("").toAbsolutePath().resolveSibling("docs/scenarios.md");

  @Test
  void example_isAValidScenario() throws IOException, ScenarioException {
    String document = Files.readString(DOC);
    int from = document.indexOf("```yaml\n") + "```yaml\n".length();
    Scenario scenario =
        ScenarioReader.read(
            "scenarios.md", document.substring(from, document.indexOf("```", from)));
    assertThat(scenario.name()).isEqualTo("peak");
  }

  @Test
  void everyMetricAndDistribution_standsInTheDocument() throws IOException {
    String document = Files.readString(DOC);
    for (Metric metric : Metric.values()) {
      assertThat(document).contains("`" + metric.token() + "`");
    }
    for (Distribution distribution : Distribution.values()) {
      assertThat(document).contains("`" + Shape.token(distribution) + "`");
    }
  }
}
