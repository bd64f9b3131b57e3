package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.PeerRun;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CohortsTest {
  @Test
  void of_callsOfOneTask_isTheSame() {
    Map<Long, Integer> byTask = new HashMap<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    Cohorts cohorts = new Cohorts(1);
    String fanOut = Plants.steady(0.5, 10).replace("name: all,", "name: all, calls: 4,");

    PeerRun.of(
        fanOut,
        Plants.factory(
            (world, seed) ->
                new LettingIn(
                    world,
                    call -> {
                      int cohort = cohorts.of(call);
                      Integer before = byTask.put(call.deadlineNanos(), cohort);
                      assertThat(before).isIn(null, cohort);
                      counts.merge(cohort, 1, Integer::sum);
                    })),
        1);

    assertThat(counts).hasSize(Cohorts.COUNT);
    assertThat(counts.keySet()).allMatch(cohort -> cohort >= 0 && cohort < Cohorts.COUNT);
  }

  private record LettingIn(World world, Consumer<Call> seen) implements Policy {
    @Override
    public void arrive(Call call) {
      seen.accept(call);
      world.start(call);
    }

    @Override
    public void finished(Call call) {}
  }
}
