package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.PeerRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SreThrottlePolicyTest {
  private static PeerRun run(String scenario) {
    return PeerRun.of(scenario, new SreThrottleFactory(), 1);
  }

  @Test
  void run_belowCapacity_refusesHardlyAnything() {
    assertThat(run(Plants.steady(0.8, 30)).refused()).isLessThan(0.001);
  }

  @Test
  void run_atTwiceTheCapacity_keepsTheQueueWithinItsBound() {
    PeerRun run = run(Plants.steady(2, 30));

    assertThat(run.served()).isBetween(0.47, 0.52);
    assertThat(run.p99Millis()).isLessThan(80);
  }

  @Test
  void run_rightAfterALongOverload_stillRefusesByItsMemory() {
    String scenario =
        """
        name: test
        title: A minute of overload, then little
        length: 70s
        plant: {}
        sources:
          - {name: all, load: [{from: 0s, value: 10}, {from: 60s, value: 0.5}]}
        """;

    PeerRun after = run(scenario).during(Duration.ofSeconds(62), Duration.ofSeconds(70));

    assertThat(after.refused()).isBetween(0.6, 0.9);
  }
}
