package dev.spillway.simulator;

import static dev.spillway.simulator.Samples.bar;
import static dev.spillway.simulator.Samples.millis;
import static dev.spillway.simulator.Samples.scenario;
import static dev.spillway.simulator.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each metric on a ledger that is made by hand. */
class MeasuresTest {
  private static final Scenario SCENARIO =
      scenario(
          """
          plant: {refusal-cost: 1ms}
          event: {from: 1s, until: 4s}
          sources:
            - {name: a, tenants: 2, load: [{from: 0s, value: 0.5}]}
            - {name: b, load: [{from: 0s, value: 0.5}]}
          """);

  private static Ledger ledger(Trace trace, Consumer<Ledger> events) {
    Ledger ledger = new Ledger(SCENARIO, trace);
    events.accept(ledger);
    return ledger;
  }

  private static void serve(Ledger ledger, int index, double startedMillis, double doneMillis) {
    Task task = ledger.trace().task(index);
    ledger.started(task, millis(startedMillis));
    ledger.done(task, millis(doneMillis));
  }

  private static Task ofB(int index, double atMillis, double workMillis) {
    return new Task(
        index,
        1,
        Priority.NORMAL,
        null,
        null,
        millis(atMillis),
        millis(atMillis + 100),
        new long[] {millis(workMillis)});
  }

  /** Four tasks: the policy did 0 and 2, the oracle 0, 1 and 3. */
  private static Measures four() {
    Trace trace =
        Samples.trace(
            task(0, Priority.CRITICAL, 100, 2),
            task(1, Priority.LOW, 200, 4),
            task(2, Priority.LOW, 1_100, 1, 1),
            ofB(3, 1_200, 8));
    Ledger run =
        ledger(
            trace,
            ledger -> {
              serve(ledger, 0, 100, 110);
              serve(ledger, 2, 1_100, 1_150);
              ledger.refused(new Call(trace.task(1), 0, 1, millis(200), millis(300)), millis(200));
            });
    Ledger oracle =
        ledger(
            trace,
            ledger -> {
              serve(ledger, 0, 100, 102);
              serve(ledger, 1, 200, 204);
              serve(ledger, 3, 1_200, 1_208);
            });
    return new Measures(new Runs(SCENARIO, run, oracle));
  }

  @Test
  void goodput_usually_isByWorkAgainstTheOracle() {
    assertThat(four().of(bar("metric: goodput, at-least: 1"))).isEqualTo((2.0 + 2) / (2 + 4 + 8));
  }

  @Test
  void goodput_byTasks_countsEachOnce() {
    assertThat(four().of(bar("metric: goodput, by: tasks, at-least: 1"))).isEqualTo(2.0 / 3);
  }

  @Test
  void goodput_ofOffered_isByTasksUnlessWorkIsAskedFor() {
    assertThat(four().of(bar("metric: goodput, of: offered, at-least: 1"))).isEqualTo(2.0 / 4);
    assertThat(four().of(bar("metric: goodput, of: offered, by: work, at-least: 1")))
        .isEqualTo((2.0 + 2) / (2 + 4 + 2 + 8));
  }

  @Test
  void goodput_scope_picksTasksByArrivalSourcePriorityAndCalls() {
    String goodput = "metric: goodput, of: offered, at-least: 1, ";
    assertThat(four().of(bar(goodput + "during: {from: 0s, until: 1s}"))).isEqualTo(1.0 / 2);
    assertThat(four().of(bar(goodput + "source: a"))).isEqualTo(2.0 / 3);
    assertThat(four().of(bar(goodput + "priority: low"))).isEqualTo(1.0 / 2);
    assertThat(four().of(bar(goodput + "calls: 2"))).isEqualTo(1);
    assertThat(four().of(bar(goodput + "priority: bulk"))).as("nothing").isNaN();
  }

  @Test
  void goodput_ofRest_isWhatCapacityLeavesAfterOthersAndRefusals() {
    double rest = 2 * 1_000 - 1 - 2 - 0;
    String bar = "metric: goodput, of: rest, source: b, at-least: 1, during: {from: 1s, until: 2s}";
    assertThat(four().of(bar(bar))).as("b got nothing").isZero();
    bar = "metric: goodput, of: rest, source: a, at-least: 1, during: {from: 1s, until: 2s}";
    assertThat(four().of(bar(bar))).isCloseTo(2 / (rest + 2), offset(1e-12));
    assertThat(four().of(bar(bar + ", by: tasks")))
        .as("in mean tasks of 2 ms")
        .isCloseTo(1 / ((rest + 2) / 2), offset(1e-12));
  }

  @Test
  void throughput_isByCompletionAndWork() {
    assertThat(four().of(bar("metric: throughput, at-least: 1, during: {from: 1s, until: 1201ms}")))
        .as("the oracle completed nothing by then")
        .isInfinite();
    assertThat(four().of(bar("metric: throughput, at-least: 1, during: {from: 1s, until: 2s}")))
        .isEqualTo(2.0 / 8);
  }

  @Test
  void falseRefusals_areThoseThatOnlyTheOracleDid() {
    assertThat(four().of(bar("metric: false-refusals, at-most: 1"))).isEqualTo(2.0 / 4);
  }

  @Test
  void p99_isOfTasksDone() {
    assertThat(four().of(bar("metric: p99, at-most: 1"))).isEqualTo(50);
    assertThat(four().of(bar("metric: p99, at-most: 1, priority: critical"))).isEqualTo(10);
    assertThat(four().of(bar("metric: p99, at-most: 1, source: b"))).as("none").isZero();
  }

  @Test
  void p99_manyTasks_leavesOutOnePercent() {
    Trace trace = Samples.trace(Samples.tasks(200, 1, 1));
    Ledger run =
        ledger(
            trace,
            ledger -> {
              for (int index = 0; index < 200; index++) {
                serve(ledger, index, index, index + 1 + index / 10.0);
              }
            });
    Measures measures = new Measures(new Runs(SCENARIO, run, run));
    assertThat(measures.of(bar("metric: p99, at-most: 1"))).isCloseTo(20.8, offset(1e-6));
  }

  @Test
  void wasted_isWorkAfterTheDeadlineOrTheAnswer() {
    Trace trace = Samples.trace(Samples.tasks(3, 0, 30));
    Ledger run =
        ledger(
            trace,
            ledger -> {
              worked(ledger, trace.task(0), 0, 30, false);
              worked(ledger, trace.task(1), 90, 120, false);
              worked(ledger, trace.task(2), 40, 80, true);
            });
    assertThat(new Measures(new Runs(SCENARIO, run, run)).of(bar("metric: wasted, at-most: 1")))
        .isEqualTo(70.0 / 100);
  }

  private static void worked(
      Ledger ledger, Task task, double fromMillis, double untilMillis, boolean answered) {
    Call call = new Call(task, 0, 1, 0, task.deadlineNanos());
    call.startedNanos = millis(fromMillis);
    call.answered = answered;
    ledger.worked(call, millis(untilMillis));
  }

  /** A task each 10 ms for ten seconds, of which the policy does not do those of a time. */
  private static Measures without(double fromMillis, double untilMillis) {
    Trace trace = Samples.trace(Samples.tasks(1_000, 10, 1));
    Ledger oracle = ledger(trace, all -> serveBut(all, -1, -1));
    Ledger run = ledger(trace, some -> serveBut(some, fromMillis, untilMillis));
    return new Measures(new Runs(SCENARIO, run, oracle));
  }

  private static void serveBut(Ledger ledger, double fromMillis, double untilMillis) {
    for (int index = 0; index < ledger.trace().size(); index++) {
      double at = index * 10.0;
      if (at < fromMillis || at >= untilMillis) {
        serve(ledger, index, at, at + 1);
      }
    }
  }

  @Test
  void converged_isFromTheBeginningOfTheEventUntilAllWindowsHold() {
    assertThat(without(1_000, 1_300).of(bar("metric: converged, at-most: 1")))
        .as("the first window that holds 95 % has two misses left")
        .isEqualTo(280);
    assertThat(without(0, 900).of(bar("metric: converged, at-most: 1"))).isZero();
    assertThat(without(0, 10_000).of(bar("metric: converged, at-most: 1"))).isInfinite();
  }

  @Test
  void recovered_isFromTheEndOfTheEvent() {
    Measures late = without(4_000, 4_200);
    assertThat(late.of(bar("metric: recovered, at-most: 1, during: {from: 1s, until: 4s}")))
        .isEqualTo(200);
    assertThat(
            late.of(
                bar("metric: recovered, at-most: 1, share: 0.9, during: {from: 1s, until: 4s}")))
        .as("a tenth may be missing")
        .isEqualTo(150);
    assertThat(late.of(bar("metric: recovered, at-most: 1, during: {from: 1s, until: 9s}")))
        .as("two and a half seconds are needed to tell")
        .isInfinite();
  }

  @Test
  void degraded_isUntilNoMoreIsMissingThanChanceMayTake() {
    String bar = "metric: degraded, at-most: 1, during: {from: 1s, until: 4s}";
    assertThat(without(4_000, 4_200).of(bar(bar)))
        .as("nine of fifty may be missing")
        .isEqualTo(110);
    assertThat(without(4_000, 4_090).of(bar(bar))).isZero();
    assertThat(without(4_000, 10_000).of(bar(bar))).isInfinite();
  }

  @Test
  void degraded_plantThatDrainsWhatTheEventLeft_isNot() {
    Trace trace = Samples.trace(Samples.tasks(1_000, 10, 1));
    Ledger oracle = ledger(trace, all -> serveBut(all, 0, 0));
    Ledger run =
        ledger(
            trace,
            some -> {
              serveBut(some, 3_000, 4_500);
              for (int index = 300; index < 350; index++) {
                serve(some, index, index * 10 + 1_000, index * 10 + 1_001);
              }
            });
    Measures measures = new Measures(new Runs(SCENARIO, run, oracle));
    String during = ", at-most: 1, during: {from: 1s, until: 4s}";
    assertThat(measures.of(bar("metric: degraded" + during))).isZero();
    assertThat(measures.of(bar("metric: recovered" + during))).isEqualTo(500);
  }

  @Test
  void inversions_areOfThoseThatCouldHaveGoneFirst() {
    Trace trace =
        Samples.trace(
            task(0, Priority.NORMAL, 0, 10),
            task(1, Priority.NORMAL, 10, 10),
            task(2, Priority.CRITICAL, 20, 10),
            task(3, Priority.LOW, 50, 10),
            task(4, Priority.NORMAL, 60, 10));
    Ledger run = ledger(trace, ledger -> serve(ledger, 3, 95, 105));
    assertThat(new Measures(new Runs(SCENARIO, run, run)).of(bar("metric: inversions, at-most: 1")))
        .as("1 and 2 could have started after 95 ms, 0 could not, 4 came later")
        .isEqualTo(2.0 / 4);
  }

  @Test
  void fairness_isJainsIndexOfMaxMinShares() {
    Task[] tasks = new Task[20];
    for (int index = 0; index < 20; index++) {
      tasks[index] = task(index, Priority.NORMAL, index < 4 ? "light" : "loud", index, 1);
    }
    Trace trace = Samples.trace(tasks);
    Ledger even = ledger(trace, ledger -> serveTasks(ledger, 0, 8));
    assertThat(jain(even)).as("each got what max-min gives").isEqualTo(1);
    Ledger unfair = ledger(trace, ledger -> serveTasks(ledger, 4, 12));
    assertThat(jain(unfair)).as("light got nothing").isEqualTo(0.5);
  }

  private static void serveTasks(Ledger ledger, int from, int until) {
    for (int index = from; index < until; index++) {
      serve(ledger, index, index, index + 1);
    }
  }

  private static double jain(Ledger run) {
    return new Measures(new Runs(SCENARIO, run, run)).of(bar("metric: fairness, at-least: 1"));
  }

  @Test
  void started_isByTimeOfStartOverWhatCame() {
    Trace trace = Samples.trace(Samples.tasks(10, 100, 1));
    Ledger run =
        ledger(
            trace,
            ledger -> {
              serve(ledger, 1, 450, 451);
              serve(ledger, 5, 500, 501);
              serve(ledger, 6, 900, 901);
            });
    assertThat(
            new Measures(new Runs(SCENARIO, run, run))
                .of(
                    bar(
                        "metric: started, at-most: 1, source: a, during: {from: 400ms, until:"
                            + " 800ms}")))
        .isEqualTo(2.0 / 4);
  }

  @Test
  void figures_thatMakeNoSense_areLeftOut() {
    Scenario plain =
        scenario("sources: [{name: all, classes: {low: 1}, load: [{from: 0s, value: 0.5}]}]\n");
    Trace trace = Samples.trace(task(0, Priority.LOW, 0, 1));
    Ledger nothing = new Ledger(plain, trace);
    assertThat(new Measures(new Runs(plain, nothing, nothing)).figures()).isEmpty();
    assertThat(four().figures())
        .containsOnlyKeys(
            Figure.GOODPUT, Figure.P99_MILLIS, Figure.CONVERGED_MILLIS, Figure.INVERSIONS);
  }
}
