package dev.spillway.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.Policies;
import dev.spillway.simulator.search.Finding;
import dev.spillway.simulator.search.Search;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchReportTest {
  private List<Finding> found = List.of();

  @BeforeAll
  void search() throws InterruptedException {
    found = new Search(Objects.requireNonNull(Policies.named("none")), 1, 60).run(f -> {});
  }

  @Test
  void lines_showTheWorstFirstEachWithItsFile() {
    long degraded = found.stream().filter(Finding::isDegraded).count();
    List<String> lines = new SearchReport("none", 1, found).lines();
    assertThat(lines.get(0))
        .matches(
            "combination \\d+: degraded for as long as it was looked at after its trigger had"
                + " gone");
    assertThat(lines.get(1)).startsWith("  seed=").contains("  trigger=").contains("  attempts=");
    assertThat(lines.get(2)).startsWith("    # spillway simulate FILE --seed ");
    assertThat(lines).filteredOn(line -> line.startsWith("combination ")).hasSize(20);
    assertThat(lines)
        .contains("... and %d more; --json FILE has them all.".formatted(degraded - 20));
    assertThat(lines.get(lines.size() - 1))
        .startsWith("none: %d of 60 combinations of seed 1 stay degraded".formatted(degraded));
  }

  @Test
  void lines_ofASearchThatFoundNothing_areOne() {
    List<Finding> sound = found.stream().filter(finding -> !finding.isDegraded()).toList();
    SearchReport report = new SearchReport("none", 1, sound);
    assertThat(report.isMet()).isTrue();
    assertThat(report.lines())
        .containsExactly(
            "none: 0 of %d combinations of seed 1 stay degraded for more than a second (0.00 %%)."
                .formatted(sound.size()));
  }

  @Test
  void json_hasThemAll() {
    SearchReport report = new SearchReport("none", 1, found);
    JsonNode root = JsonMapper.shared().readTree(report.json());
    assertThat(root.path("combinations").asInt()).isEqualTo(60);
    assertThat(root.path("met").asBoolean()).isFalse();
    assertThat(root.path("degraded"))
        .hasSize((int) found.stream().filter(Finding::isDegraded).count());
    JsonNode worst = root.path("degraded").get(0);
    assertThat(worst.path("degradedMillis").isNull()).as("to the end").isTrue();
    assertThat(worst.path("scenario").asString()).contains("metric: degraded");
    assertThat(worst.path("values").path("load").asString()).startsWith("0.");
  }
}
