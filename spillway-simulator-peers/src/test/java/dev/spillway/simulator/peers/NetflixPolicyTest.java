package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import dev.spillway.Priority;
import dev.spillway.simulator.PeerRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetflixPolicyTest {
  private static PeerRun run(String scenario, Limit limit) {
    return PeerRun.of(scenario, Plants.factory((world, seed) -> new NetflixPolicy(world, limit)), 1)
        .during(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  @Test
  void vegas_belowCapacity_settlesNearThePlantsConcurrency() {
    Limit limit = new SeededVegas(1);
    PeerRun run = run(Plants.steady(0.8, 30), limit);

    assertThat(limit.getLimit()).isBetween(2, 30);
    assertThat(run.served()).isBetween(0.88, 0.98);
  }

  @Test
  void vegas_atTwiceTheCapacity_refusesHalfWithoutALongQueue() {
    PeerRun run = run(Plants.steady(2, 30), new SeededVegas(1));

    assertThat(run.refused()).isBetween(0.48, 0.55);
    assertThat(run.served()).isGreaterThan(0.45);
    assertThat(run.p99Millis()).isLessThan(40);
  }

  @Test
  void gradient2_atTwiceTheCapacity_keepsThePlantBusyWithinItsLimit() {
    Limit limit = WindowedLimit.newBuilder().build(Gradient2Limit.newDefault());
    PeerRun run = run(Plants.steady(2, 30), limit);

    assertThat(limit.getLimit()).isBetween(20, 60);
    assertThat(run.served()).isGreaterThan(0.48);
  }

  @Test
  void aimd_atTwiceTheCapacity_climbsUntilCallsEndPastTheirDeadline() {
    PeerRun run = run(Plants.steady(2, 30), AIMDLimit.newBuilder().build());

    assertThat(run.served()).isBetween(0.2, 0.4);
    assertThat(run.p99Millis()).isGreaterThan(95);
  }

  @Test
  void run_atTwiceTheCapacity_isBlindToPriority() {
    PeerRun run = run(Plants.steady(2, 30), new SeededVegas(1));

    assertThat(run.served(Priority.CRITICAL)).isBetween(0.45, 0.53);
    assertThat(run.served(Priority.LOW)).isBetween(0.45, 0.53);
  }

  @Test
  void arrive_atTheLimit_isRefusedAtOnce() {
    PeerRun run = run(Plants.steady(2, 30), FixedLimit.of(2));

    assertThat(run.refused()).isGreaterThan(0.5);
    assertThat(run.p99Millis()).isLessThan(12);
  }
}
