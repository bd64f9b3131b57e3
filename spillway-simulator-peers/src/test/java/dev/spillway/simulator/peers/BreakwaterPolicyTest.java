package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.PeerRun;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.Test;

class BreakwaterPolicyTest {
  @Test
  void run_belowCapacity_refusesHardlyAnything() {
    assertThat(PeerRun.of(Plants.steady(0.8, 30), new BreakwaterFactory(), 1).refused())
        .isLessThan(0.001);
  }

  @Test
  void run_atTwiceTheCapacity_keepsTheQueueNearItsTarget() {
    LongSummaryStatistics waits = new LongSummaryStatistics();
    PeerRun run =
        PeerRun.of(
                Plants.steady(2, 30),
                Plants.factory(
                    (world, seed) -> new Watched(world, new BreakwaterPolicy(world, seed), waits)),
                1)
            .during(Duration.ofSeconds(5), Duration.ofSeconds(30));

    assertThat(waits.getAverage() / 1e6).as("mean wait in ms").isBetween(25.0, 60.0);
    assertThat(run.served()).isGreaterThan(0.48);
  }

  @Test
  void run_withManyClients_servesAsMuchAsWithOne() {
    String many = Plants.steady(2, 30) + "clients: {attempts: 1, first-wait: 10ms, count: 200}\n";
    PeerRun run =
        PeerRun.of(many, new BreakwaterFactory(), 1)
            .during(Duration.ofSeconds(5), Duration.ofSeconds(30));

    assertThat(run.served()).isGreaterThan(0.47);
  }

  @Test
  void run_afterCallsTimedOutInTheQueue_servesAgain() {
    String slow =
        """
        name: test
        title: Almost nothing gets done for two seconds
        length: 10s
        plant: {slowdown: [{from: 0s, value: 1}, {from: 2s, value: 100}, {from: 4s, value: 1}]}
        sources:
          - {name: all, load: [{from: 0s, value: 0.8}]}
        """;

    PeerRun run = PeerRun.of(slow, new BreakwaterFactory(), 1);

    assertThat(run.during(Duration.ofSeconds(6), Duration.ofSeconds(9)).served())
        .isGreaterThan(0.98);
  }

  /** Notes how long calls waited for their work to begin. */
  private record Watched(World world, Policy policy, LongSummaryStatistics waits)
      implements Policy {
    @Override
    public void arrive(Call call) {
      policy.arrive(call);
    }

    @Override
    public void finished(Call call) {
      if (world.nowNanos() > Duration.ofSeconds(5).toNanos()) {
        waits.accept(call.startedNanos() - call.arrivedNanos());
      }
      policy.finished(call);
    }
  }
}
