package dev.spillway.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the production limiter gets from wherever it begins. */
class AdaptiveLimitTest {
  private static Result run(String plant, String rest) throws InterruptedException {
    try {
      Scenario scenario =
          ScenarioReader.read(
              "adaptive.yaml",
              """
              name: adaptive
              title: Twice of what the plant can do
              length: 12s
              plant: %s
              sources: [{name: all, load: [{from: 0s, value: 2}]}]
              %s
              """
                  .formatted(plant, rest));
      return new Comparison(List.of(scenario), List.of(spillway()), 3)
          .run((s, policy, seed) -> {})
          .all()
          .get(0);
    } catch (ScenarioException e) {
      throw new AssertionError(e);
    }
  }

  private static PolicyFactory spillway() {
    return requireNonNull(Policies.named("spillway"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 50, 200})
  void adaptive_callsHinderEachOther_isWithinATenthOfThePeakAfterTwoSeconds(int start)
      throws InterruptedException {
    Result result =
        run(
            "{kind: retrograde, servers: 12, service: {distribution: exponential, mean: 1ms}}",
            """
            setup: {adaptive: {start: %d, most: 200}}
            bars: [{metric: throughput, at-least: 0.9, during: {from: 2s, until: 12s}}]
            """
                .formatted(start));
    assertThat(result.bars()).singleElement().matches(BarResult::isMet);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 50, 200})
  void adaptive_slotsAreUsedUp_bringsWhatKnowingThemBrings(int start) throws InterruptedException {
    Result result =
        run(
            "{kind: slots, servers: 20, service: {distribution: lognormal, mean: 20ms, shape: 0.3}}",
            """
            deadline: 300ms
            setup: {adaptive: {start: %d, most: 200}}
            bars: [{metric: throughput, at-least: 0.9, during: {from: 3s, until: 12s}}]
            """
                .formatted(start));
    assertThat(result.bars()).singleElement().matches(BarResult::isMet);
  }
}
