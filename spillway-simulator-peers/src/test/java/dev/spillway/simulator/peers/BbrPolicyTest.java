package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.PeerRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BbrPolicyTest {
  private static PeerRun run(String scenario) {
    return PeerRun.of(scenario, new BbrFactory(), 1);
  }

  @Test
  void run_farBelowItsThreshold_refusesNothing() {
    assertThat(run(Plants.steady(0.5, 30)).refused()).isZero();
  }

  @Test
  void run_stepToTwiceTheCapacity_keepsFewInFlight() {
    String step =
        """
        name: test
        title: A step
        length: 14s
        plant: {}
        sources:
          - {name: all, load: [{from: 0s, value: 0.7}, {from: 5s, value: 2}]}
        """;
    PeerRun settled = run(step).during(Duration.ofSeconds(7), Duration.ofSeconds(14));

    assertThat(settled.p99Millis()).isLessThan(25);
    assertThat(settled.served()).isGreaterThan(0.43);
  }

  @Test
  void run_beforeTheFirstHalfSecondIsOver_refusesNothing() {
    PeerRun first = run(Plants.steady(10, 2)).during(Duration.ZERO, Duration.ofMillis(499));

    assertThat(first.refused()).isZero();
  }
}
