package dev.spillway.simulator;

import static dev.spillway.simulator.Samples.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Scenario PLAIN = Samples.scenario(Samples.SOURCES);

  /** A policy that does one thing with each call that arrives. */
  private record Each(BiConsumer<World, Call> action) implements PolicyFactory {
    @Override
    public String name() {
      return "each";
    }

    @Override
    public String description() {
      return "does one thing";
    }

    @Override
    public Policy create(World world, long seed) {
      return new Policy() {
        @Override
        public void arrive(Call call) {
          action.accept(world, call);
        }

        @Override
        public void finished(Call call) {
          // nothing waits
        }
      };
    }
  }

  private static Ledger run(Scenario scenario, BiConsumer<World, Call> action, Task... tasks) {
    return new Simulation(scenario, Samples.trace(tasks), 1, new Each(action)).run();
  }

  @Test
  void start_callThatWasDecided_isAFaultOfThePolicy() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                run(
                    PLAIN,
                    (world, call) -> {
                      world.refuse(call);
                      world.start(call);
                    },
                    Samples.tasks(1, 0, 1)))
        .withMessage("a call must be decided once: task=0");
  }

  @Test
  void run_interrupted_endsSoon() {
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                run(
                    PLAIN,
                    (world, call) -> Thread.currentThread().interrupt(),
                    Samples.tasks(2, 1, 1)));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void task_ofSeveralCalls_goesStepByStepWithinOneDeadline() {
    List<Boolean> continuing = new ArrayList<>();
    Ledger ledger =
        run(
            PLAIN,
            (world, call) -> {
              continuing.add(call.isContinuing());
              world.start(call);
            },
            Samples.task(0, Priority.NORMAL, 0, 10, 20, 30),
            Samples.task(1, Priority.NORMAL, 500, 60, 60));
    assertThat(ledger.doneNanos(0)).isEqualTo(millis(60));
    assertThat(ledger.isDone(1)).as("its second call ended after the deadline").isFalse();
    assertThat(continuing).containsExactly(false, true, true, false, true);
  }

  @Test
  void clients_hostile_tryAgainUntilTheyRunOutOfAttempts() {
    List<Long> arrivals = new ArrayList<>();
    Scenario hostile =
        Samples.scenario(
            Samples.SOURCES + "clients: {attempts: 4, first-wait: 10ms, kind: hostile}\n");
    run(
        hostile,
        (world, call) -> {
          arrivals.add(call.arrivedNanos());
          world.refuse(call);
        },
        Samples.tasks(1, 0, 1));
    assertThat(arrivals).hasSize(4);
    for (int attempt = 1; attempt < 4; attempt++) {
      long waited = arrivals.get(attempt) - arrivals.get(attempt - 1);
      double usual = 10 << (attempt - 1);
      assertThat(waited).isBetween(millis(0.5 * usual), millis(1.5 * usual));
    }
  }

  @Test
  void clients_hostileWhoseCallHangs_comeBackWithAFreshDeadline() {
    List<Long> deadlines = new ArrayList<>();
    Scenario hostile =
        Samples.scenario(
            Samples.SOURCES + "clients: {attempts: 2, first-wait: 10ms, kind: hostile}\n");
    run(
        hostile,
        (world, call) -> deadlines.add(call.deadlineNanos() - call.arrivedNanos()),
        Samples.tasks(1, 0, 1));
    assertThat(deadlines).containsExactly(millis(100), millis(100));
  }

  @Test
  void clients_budgeted_tryATenthAgain() {
    AtomicInteger calls = new AtomicInteger();
    Scenario budgeted =
        Samples.scenario(
            Samples.SOURCES
                + "clients: {attempts: 4, first-wait: 10ms, kind: budgeted, count: 2}\n");
    run(
        budgeted,
        (world, call) -> {
          calls.incrementAndGet();
          world.refuse(call);
        },
        Samples.tasks(1_000, 1, 1));
    assertThat(calls.get())
        .as("a tenth, and 10 at once for each of the two")
        .isBetween(1_000 + 100, 1_000 + 100 + 2 * 10);
  }

  @Test
  void clients_withOneAttempt_giveUpWhenRefused() {
    Ledger ledger = run(PLAIN, World::refuse, Samples.tasks(3, 1, 1));
    assertThat(ledger.refusals()).isEqualTo(3);
  }

  private static Scenario ours(int clients) {
    return Samples.scenario(
        Samples.SOURCES + "clients: {attempts: 4, kind: ours, count: %d}\n".formatted(clients));
  }

  @Test
  void clients_ours_holdBackWhatWouldBeRefusedAndTryNothingAgain() {
    Ledger ledger = run(ours(1), World::refuse, Samples.tasks(1_000, 1, 1));
    assertThat(ledger.refusals()).as("of 1,000 in a second").isBetween(3L, 15L);
  }

  @Test
  void clients_ours_holdNothingBackFromAServerThatTakesAll() {
    Ledger ledger = run(ours(1), World::start, Samples.tasks(1_000, 2, 1));
    assertThat(ledger.refusals()).isZero();
    assertThat(IntStream.range(0, 1_000)).allMatch(ledger::isDone);
  }

  @Test
  void baseline_ofOurClients_paysForNoRefusal() {
    Scenario ideal = ours(3).withIdealClients();
    assertThat(ideal.plant().refusalCost()).isZero();
    assertThat(ideal.clients().attempts()).isEqualTo(1);
  }

  @Test
  void queueLength_isFromTheOfferToTheBeginningOfWorkOrTheRefusal() {
    Scenario scenario = Samples.scenario("plant: {servers: 1}\n" + Samples.SOURCES);
    Ledger ledger = Samples.run(scenario, "none", Samples.tasks(3, 0, 100));
    assertThat(ledger.steps()).isEqualTo(new TimeSteps(40, millis(250)));
    assertThat(ledger.meanWaiting(0)).as("two for 100 ms, one for 100 ms").isEqualTo(300.0 / 250);
    assertThat(ledger.meanWaiting(1)).isZero();
  }

  @Test
  void series_followsTheRunStepByStep() {
    Scenario scenario = Samples.scenario("plant: {servers: 1}\n" + Samples.SOURCES);
    TimeSeries series =
        new TimeSeries(
            Samples.run(
                scenario,
                "fifo",
                Samples.task(0, Priority.CRITICAL, 0, 90),
                Samples.task(1, Priority.CRITICAL, 1, 90),
                Samples.task(2, Priority.LOW, 600, 4)));
    assertThat(series.stepSeconds()).isEqualTo(0.25);
    assertThat(series.values(TimeSeries.Curve.GOODPUT)).startsWith(4, 0, 4).hasSize(40);
    assertThat(series.values(TimeSeries.Curve.CRITICAL_SUCCESS))
        .startsWith(0.5, Double.NaN, Double.NaN);
    assertThat(series.values(TimeSeries.Curve.P99_MILLIS)).startsWith(90, Double.NaN, 4);
    assertThat(series.values(TimeSeries.Curve.QUEUE_LENGTH)).startsWith(89.0 / 250, 0, 0);
  }
}
