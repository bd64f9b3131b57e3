package dev.spillway.simulator.spill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.BarResult;
import dev.spillway.simulator.Comparison;
import dev.spillway.simulator.Policies;
import dev.spillway.simulator.Result;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ShippedScenarios;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queue and log through outages, full and slow disks and power cuts. */
class SpillScenarioTest {
  private static Result run(Scenario scenario, int seeds) throws InterruptedException {
    return new Comparison(
            List.of(scenario), List.of(requireNonNull(Policies.named("spillway"))), seeds)
        .run((ran, policy, seed) -> {})
        .all()
        .get(0);
  }

  @Test
  void downstreamAwayAndPowerCut_everyAcceptedEventIsDelivered() throws InterruptedException {
    Result result = run(requireNonNull(ShippedScenarios.named("S14")), 2);
    assertThat(result.bars()).isNotEmpty().allMatch(BarResult::isMet);
  }
}
