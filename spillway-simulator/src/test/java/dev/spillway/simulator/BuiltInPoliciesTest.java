package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuiltInPoliciesTest {
  private final Scenario scenario = Samples.scenario("plant: {servers: 1}\n" + Samples.SOURCES);

  @Test
  void all_haveNamesOfTheirOwnAndOneLineEach() {
    assertThat(Policies.all()).extracting(PolicyFactory::name).doesNotHaveDuplicates();
    assertThat(Policies.all())
        .extracting(PolicyFactory::name)
        .startsWith("spillway", "none", "fifo", "fifo-expiry", "codel-lifo", "oracle");
    assertThat(Policies.all())
        .extracting(PolicyFactory::description)
        .allSatisfy(line -> assertThat(line).isNotBlank().doesNotContain("\n"));
    assertThat(Policies.named("no-such")).isNull();
  }

  @Test
  void fifo_thousandWait_refusesTheNext() {
    Ledger ledger = Samples.run(scenario, "fifo", Samples.tasks(1_003, 0, 1));
    assertThat(ledger.refusals()).isEqualTo(2);
    assertThat(ledger.isStarted(1_000)).isTrue();
    assertThat(ledger.isStarted(1_001)).isFalse();
  }

  @Test
  void fifo_callsPastTheirDeadline_workInVain() {
    Ledger ledger = Samples.run(scenario, "fifo", Samples.tasks(20, 0, 10));
    assertThat(done(ledger)).isEqualTo(10);
    assertThat(ledger.wastedShare()).isEqualTo(0.5);
  }

  @Test
  void fifoExpiry_callsPastTheirDeadline_areDroppedAtTheirTurn() {
    Ledger ledger = Samples.run(scenario, "fifo-expiry", Samples.tasks(20, 0, 9));
    assertThat(done(ledger)).isEqualTo(11);
    assertThat(ledger.refusals()).as("all but the one that began just in time").isEqualTo(8);
  }

  @Test
  void none_anything_isStartedAtOnce() {
    Ledger ledger = Samples.run(scenario, "none", Samples.tasks(50, 0, 1));
    assertThat(ledger.startedNanos(49)).isZero();
    assertThat(ledger.refusals()).isZero();
  }

  @Test
  void codelLifo_shortQueue_keepsTheOrder() {
    Ledger ledger = Samples.run(scenario, "codel-lifo", Samples.tasks(5, 0, 10));
    assertThat(IntStream.range(0, 5).mapToLong(ledger::startedNanos)).isSorted();
    assertThat(ledger.refusals()).isZero();
  }

  @Test
  void codelLifo_standingQueue_startsTheNewestAndDropsWhatWaitedForTheTarget() {
    Ledger ledger = Samples.run(scenario, "codel-lifo", Samples.tasks(400, 1, 2));
    assertThat(ledger.refusals()).isGreaterThan(100);
    for (int index = 300; index < 390; index++) {
      if (ledger.isStarted(index)) {
        long waited = ledger.startedNanos(index) - ledger.trace().task(index).arrivalNanos();
        assertThat(waited).as("task %d", index).isLessThanOrEqualTo(Samples.millis(5));
      }
    }
  }

  @Test
  void codelLifo_afterTheQueueWasEmpty_isPatientAgain() {
    Task[] tasks = new Task[405];
    for (int index = 0; index < 400; index++) {
      tasks[index] = Samples.task(index, Priority.NORMAL, index, 2);
    }
    for (int index = 400; index < 405; index++) {
      tasks[index] = Samples.task(index, Priority.NORMAL, 2_000, 10);
    }
    Ledger ledger = Samples.run(scenario, "codel-lifo", tasks);
    assertThat(IntStream.range(400, 405)).allMatch(ledger::isDone);
  }

  private static long done(Ledger ledger) {
    return IntStream.range(0, ledger.trace().size()).filter(ledger::isDone).count();
  }
}
