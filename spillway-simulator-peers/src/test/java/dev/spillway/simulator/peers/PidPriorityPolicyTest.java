package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.simulator.PeerRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PidPriorityPolicyTest {
  @Test
  void run_atTwiceTheCapacity_servesTheHighestClassAndShedsTheLowest() {
    PeerRun run =
        PeerRun.of(Plants.steady(2, 30), new PidPriorityFactory(), 1)
            .during(Duration.ofSeconds(5), Duration.ofSeconds(30));

    assertThat(run.served(Priority.CRITICAL)).isGreaterThan(0.98);
    assertThat(run.served(Priority.LOW)).isLessThan(0.05);
    assertThat(run.served()).isGreaterThan(0.44);
  }

  @Test
  void run_atTwiceTheCapacity_letsNothingWaitLongerThanHalfItsDeadline() {
    PeerRun run = PeerRun.of(Plants.steady(2, 30), new PidPriorityFactory(), 1);

    assertThat(run.p99Millis()).isLessThan(50 + 20);
  }
}
