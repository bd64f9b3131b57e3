package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OraclePolicyTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 10})
  void run_soundPlant_startsNothingInVain(double load) {
    Scenario scenario =
        Samples.scenario(
            "plant: {refusal-cost: 0s}\nsources: [{name: all, load: [{from: 0s, value: "
                + load
                + "}]}]\n");
    Trace trace = Trace.of(scenario, 7);
    Ledger ledger = new Simulation(scenario, trace, 7, Samples.factory("oracle")).run();
    assertThat(ledger.wastedShare()).isZero();
    for (int index = 0; index < trace.size(); index++) {
      assertThat(ledger.isDone(index)).as("task %d", index).isEqualTo(ledger.isStarted(index));
    }
  }

  @Test
  void arrive_moreThanFits_dropsTheOldestOfTheLowestClass() {
    Task[] tasks = {
      Samples.task(0, Priority.NORMAL, 0, 60),
      Samples.task(1, Priority.LOW, 1, 30),
      Samples.task(2, Priority.CRITICAL, 2, 30)
    };
    Ledger ledger =
        Samples.run(Samples.scenario("plant: {servers: 1}\n" + Samples.SOURCES), "oracle", tasks);
    assertThat(ledger.isDone(0)).isTrue();
    assertThat(ledger.isDone(1)).isFalse();
    assertThat(ledger.isDone(2)).isTrue();
  }

  @Test
  void arrive_cannotFinish_isRefusedAtOnce() {
    Ledger ledger =
        Samples.run(Samples.scenario(Samples.SOURCES), "oracle", Samples.tasks(1, 0, 101));
    assertThat(ledger.isStarted(0)).isFalse();
    assertThat(ledger.refusals()).isEqualTo(1);
  }
}
