package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TraceTest {
  private static List<Task> tasks(String sources) {
    Trace trace = Trace.of(Samples.scenario(sources), 3);
    return IntStream.range(0, trace.size()).mapToObj(trace::task).toList();
  }

  private static double share(List<Task> tasks, Predicate<Task> predicate) {
    return tasks.stream().filter(predicate).count() / (double) tasks.size();
  }

  @Test
  void of_load_bringsThatShareOfCapacityInOrder() {
    List<Task> tasks = tasks("sources: [{name: a, load: [{from: 0s, value: 2}]}]\n");
    assertThat(tasks.size()).isBetween(19_500, 20_500);
    assertThat(tasks).extracting(Task::arrivalNanos).isSorted();
    assertThat(tasks.stream().mapToLong(task -> task.workNanos()[0]).average().orElse(0))
        .isCloseTo(2e6, offset(5e4));
    assertThat(share(tasks, task -> task.priority() == Priority.CRITICAL))
        .isCloseTo(0.2, offset(0.02));
  }

  @Test
  void of_loadOverTime_isFollowed() {
    List<Task> tasks =
        tasks(
            "sources: [{name: a, load: [{from: 0s, value: 1}, {from: 5s, value: 1, to: 3, over:"
                + " 5s}]}]\n");
    long half = Duration.ofSeconds(5).toNanos();
    assertThat(tasks.stream().filter(task -> task.arrivalNanos() < half).count())
        .isBetween(4_700L, 5_300L);
    assertThat(tasks.stream().filter(task -> task.arrivalNanos() >= half).count())
        .isBetween(9_600L, 10_400L);
  }

  @Test
  @Timeout(10)
  void of_loadThatEnds_endsTheTrace() {
    List<Task> tasks =
        tasks("sources: [{name: a, load: [{from: 0s, value: 1}, {from: 1s, value: 0}]}]\n");
    assertThat(tasks.size()).isBetween(800, 1_200);
    assertThat(tasks("sources: [{name: a, load: [{from: 0s, value: 0}]}]\n")).isEmpty();
  }

  @Test
  void of_bursts_comeOnlyAtTheBeginning() {
    List<Task> tasks =
        tasks(
            "sources: [{name: a, load: [{from: 0s, value: 4}], bursts: {every: 1s, lasting:"
                + " 200ms}}]\n");
    assertThat(tasks)
        .allMatch(task -> task.arrivalNanos() % 1_000_000_000L < Samples.millis(200))
        .hasSizeBetween(7_500, 8_500);
  }

  @Test
  void of_callsTenantsAndDependency_areDrawn() {
    Scenario scenario =
        Samples.scenario(
            """
            sources:
              - {name: a, calls: 4, tenants: 5, dependency: db, deadline: 50ms,
                 load: [{from: 0s, value: 1}]}
            """);
    Trace trace = Trace.of(scenario, 3);
    List<Task> tasks = IntStream.range(0, trace.size()).mapToObj(trace::task).toList();
    assertThat(share(tasks, task -> task.calls() == 4)).isCloseTo(0.25, offset(0.03));
    assertThat(share(tasks, task -> "a-0".equals(task.tenant()))).isCloseTo(0.2, offset(0.03));
    assertThat(tasks).extracting(Task::dependency).containsOnly("db");
    assertThat(tasks)
        .allMatch(task -> task.deadlineNanos() - task.arrivalNanos() == Samples.millis(50));
  }
}
