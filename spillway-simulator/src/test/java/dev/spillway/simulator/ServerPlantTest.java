package dev.spillway.simulator;

import static dev.spillway.simulator.Samples.millis;
import static dev.spillway.simulator.Samples.run;
import static dev.spillway.simulator.Samples.scenario;
import static dev.spillway.simulator.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import org.junit.jupiter.api.Test;

class ServerPlantTest {
  private static Scenario plant(String plant) {
    return scenario("plant: {" + plant + "}\n" + Samples.SOURCES);
  }

  @Test
  void start_noServerIsIdle_queuesInOrder() {
    Ledger ledger = run(plant("servers: 1"), "none", Samples.tasks(3, 1, 10));
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(10));
    assertThat(ledger.doneNanos(1)).isEqualTo(millis(20));
    assertThat(ledger.doneNanos(2)).isEqualTo(millis(30));
  }

  @Test
  void start_twoServers_workAtOnce() {
    Ledger ledger = run(plant("servers: 2"), "none", Samples.tasks(2, 0, 10));
    assertThat(ledger.doneNanos(1)).isEqualTo(millis(10));
  }

  @Test
  void pause_duringACall_makesItWait() {
    Ledger ledger =
        run(
            plant("pauses: {every: 100ms, lasting: 40ms}"),
            "none",
            task(0, Priority.NORMAL, 30, 50));
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(30 + 30 + 40 + 20));
  }

  @Test
  void pause_whenACallComes_isWaitedFor() {
    Ledger ledger =
        run(plant("pauses: {every: 100ms, lasting: 40ms}"), "none", task(0, Priority.LOW, 70, 5));
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(105));
  }

  @Test
  void capacityIsNothing_callsWaitUntilThePlantMovesAgain() {
    Ledger ledger =
        run(
            plant(
                "servers: 1, capacity: [{from: 0s, value: 1}, {from: 5ms, value: 0},"
                    + " {from: 50ms, value: 0.5}]"),
            "none",
            Samples.tasks(2, 10, 10));
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(10));
    assertThat(ledger.doneNanos(1)).isEqualTo(millis(50 + 20));
  }

  @Test
  void capacityIsNothingToTheEnd_nothingIsDone() {
    Ledger ledger =
        run(plant("capacity: [{from: 0s, value: 0}]"), "none", task(0, Priority.LOW, 10, 5));
    assertThat(ledger.isDone(0)).isFalse();
  }

  @Test
  void hang_ofADependency_takesItsOwnCallsAlone() {
    Scenario scenario =
        scenario(
            """
            deadline: 1s
            plant: {hangs: [{dependency: sick, from: 0s, until: 50ms, lasting: 80ms}]}
            sources: [{name: all, dependency: sick, load: [{from: 0s, value: 0.5}]}]
            """);
    Ledger ledger =
        run(
            scenario,
            "none",
            needing("sick", 0, 0),
            needing("sound", 1, 0),
            needing("sick", 2, 100));
    assertThat(Samples.took(ledger, 0)).hasMillis(80);
    assertThat(Samples.took(ledger, 1)).hasMillis(2);
    assertThat(Samples.took(ledger, 2)).as("the hang is over").hasMillis(2);
  }

  private static Task needing(String dependency, int index, double atMillis) {
    return new Task(
        index,
        0,
        Priority.NORMAL,
        null,
        dependency,
        millis(atMillis),
        millis(atMillis + 1_000),
        new long[] {millis(2)});
  }

  @Test
  void capacityAndSlowdown_changeHowLongWorkTakes() {
    Scenario scenario =
        plant(
            "capacity: [{from: 0s, value: 0.5}], slowdown: [{from: 0s, value: 1}, {from: 1s, value:"
                + " 3}]");
    Ledger ledger =
        run(scenario, "none", task(0, Priority.LOW, 0, 5), task(1, Priority.LOW, 1_000, 5));
    assertThat(Samples.took(ledger, 0)).hasMillis(10);
    assertThat(Samples.took(ledger, 1)).hasMillis(30);
  }

  @Test
  void network_delaysTheAnswer_notTheNextCall() {
    Ledger ledger =
        run(plant("servers: 1, network: [{from: 0s, value: 50}]"), "none", Samples.tasks(2, 0, 10));
    assertThat(Samples.took(ledger, 0)).hasMillis(60);
    assertThat(Samples.took(ledger, 1)).hasMillis(70);
  }

  @Test
  void refusal_whileAServerWorks_costsThatCallItsTime() {
    Ledger ledger =
        new Simulation(
                plant("servers: 1, refusal-cost: 1ms"),
                Samples.trace(task(0, Priority.CRITICAL, 0, 10), task(1, Priority.LOW, 2, 10)),
                1,
                new RefusingLow())
            .run();
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(11));
    assertThat(ledger.refusals()).isEqualTo(1);
  }

  @Test
  void refusal_byAnIdleServer_costsTheNextCallWhatIsLeft() {
    Ledger ledger =
        new Simulation(
                plant("servers: 1, refusal-cost: 1ms"),
                Samples.trace(task(0, Priority.LOW, 0, 10), task(1, Priority.CRITICAL, 0.5, 10)),
                1,
                new RefusingLow())
            .run();
    assertThat(ledger.doneNanos(1)).isEqualTo(millis(0.5 + 10 + 0.5));
  }

  private static final class RefusingLow implements PolicyFactory {
    @Override
    public String name() {
      return "refusing-low";
    }

    @Override
    public String description() {
      return "refuses what is low";
    }

    @Override
    public Policy create(World world, long seed) {
      return new Policy() {
        @Override
        public void arrive(Call call) {
          if (call.priority() == Priority.LOW) {
            world.refuse(call);
          } else {
            world.start(call);
          }
        }

        @Override
        public void finished(Call call) {
          assertThat(call.startedNanos()).isGreaterThanOrEqualTo(call.arrivedNanos());
        }
      };
    }
  }
}
