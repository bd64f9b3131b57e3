package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.simulator.PeerRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DagorPolicyTest {
  private static PeerRun run(String scenario) {
    return PeerRun.of(scenario, new DagorFactory(), 1);
  }

  @Test
  void run_belowCapacity_refusesHardlyAnything() {
    assertThat(run(Plants.steady(0.8, 30)).refused()).isLessThan(0.001);
  }

  @Test
  void run_atTwiceTheCapacity_shedsTheLowestClassesFirst() {
    PeerRun settled =
        run(Plants.steady(2, 60)).during(Duration.ofSeconds(25), Duration.ofSeconds(60));

    assertThat(settled.served(Priority.CRITICAL)).isGreaterThan(0.99);
    assertThat(settled.served(Priority.NORMAL)).isBetween(0.4, 0.7);
    assertThat(settled.served(Priority.LOW)).isLessThan(0.05);
  }

  @Test
  void run_rightAfterAStep_takesManyWindowsToFindItsLevel() {
    PeerRun first = run(Plants.steady(2, 10)).during(Duration.ZERO, Duration.ofSeconds(5));

    assertThat(first.served()).isLessThan(0.3);
  }
}
