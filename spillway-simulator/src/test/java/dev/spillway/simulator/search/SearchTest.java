package dev.spillway.simulator.search;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.simulator.Policies;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.Trial;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  private static PolicyFactory policy(String name) {
    return requireNonNull(Policies.named(name));
  }

  private static List<Finding> degraded(String policy, int combinations)
      throws InterruptedException {
    return new Search(policy(policy), 1, combinations)
        .run(finding -> {}).stream().filter(Finding::isDegraded).toList();
  }

  @Test
  void run_spillway_neverStaysDegraded() throws InterruptedException {
    assertThat(degraded("spillway", 150))
        .as("each with its file")
        .extracting(finding -> finding.combination().yaml())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "fifo"})
  void run_policyThatLooksAtNoDeadline_staysDegraded(String policy) throws InterruptedException {
    List<Finding> degraded = degraded(policy, 40);
    assertThat(degraded).hasSizeGreaterThan(5);
    assertThat(degraded)
        .as("for as long as one looks")
        .anyMatch(finding -> Double.isInfinite(finding.degradedMillis()));
  }

  @Test
  void run_sameSeed_findsTheSameAndTellsOfEach() throws InterruptedException {
    List<Double> told = Collections.synchronizedList(new ArrayList<>());
    List<Double> first = millis(7, told);
    assertThat(millis(7, new ArrayList<>())).isEqualTo(first);
    assertThat(millis(8, new ArrayList<>())).isNotEqualTo(first);
    assertThat(told).containsExactlyInAnyOrderElementsOf(first);
  }

  private static List<Double> millis(long seed, List<Double> told) throws InterruptedException {
    List<Double> heard = Collections.synchronizedList(told);
    return new Search(policy("fifo"), seed, 20)
        .run(finding -> heard.add(finding.degradedMillis())).stream()
            .map(Finding::degradedMillis)
            .toList();
  }

  @Test
  void yaml_ofAFinding_repeatsIt() throws InterruptedException, ScenarioException {
    Finding finding = degraded("fifo", 40).get(0);
    assertThat(
            Trial.measure(
                ScenarioReader.read("found.yaml", finding.combination().yaml()),
                policy("fifo"),
                finding.combination().seed()))
        .containsExactly(finding.degradedMillis());
  }

  @Test
  void search_ofNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Search(policy("fifo"), 1, 0))
        .withMessage("combinations must be >= 1: combinations=0");
  }
}
