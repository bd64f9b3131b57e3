package dev.spillway.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.scenario.ShippedScenarios;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code spillway simulate all --require-bars}. */
class BarsTest {
  @ParameterizedTest
  @ValueSource(strings = {"S2", "S3", "S7", "S9", "S9b", "S10", "S11", "S15", "S16", "S17"})
  void spillway_withItsDefaults_meetsTheBars(String name) throws InterruptedException {
    Result result =
        new Comparison(
                List.of(requireNonNull(ShippedScenarios.named(name))),
                List.of(requireNonNull(Policies.named("spillway"))),
                2)
            .run((scenario, policy, seed) -> {})
            .all()
            .get(0);
    assertThat(result.bars()).isNotEmpty().allMatch(BarResult::isMet);
  }
}
