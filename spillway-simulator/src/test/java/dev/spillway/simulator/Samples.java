package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Bar;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.ScenarioException;
import dev.spillway.simulator.scenario.ScenarioReader;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Scenarios, tasks and policies for tests. */
final class Samples {
  static final String SOURCES = "sources: [{name: all, load: [{from: 0s, value: 0.5}]}]\n";

  private Samples() {}

  /** A scenario of ten seconds with what {@code more} says. */
  static Scenario scenario(String more) {
    try {
      return ScenarioReader.read("test.yaml", "name: T\ntitle: A test\nlength: 10s\n" + more);
    } catch (ScenarioException e) {
      throw new AssertionError(e);
    }
  }

  /** A scenario with one bar. */
  static Bar bar(String bar) {
    return scenario(
            """
            event: {from: 1s, until: 2s}
            sources:
              - {name: a, tenants: 2, calls: 2, load: [{from: 0s, value: 0.5}]}
              - {name: b, load: [{from: 0s, value: 0.5}]}
            bars: [{%s}]
            """
                .formatted(bar))
        .bars()
        .get(0);
  }

  static long millis(double millis) {
    return Math.round(millis * 1e6);
  }

  /** A task of source 0 with a deadline of 100 ms. */
  static Task task(int index, Priority priority, double atMillis, double... workMillis) {
    return task(index, priority, null, atMillis, workMillis);
  }

  static Task task(
      int index,
      Priority priority,
      @Nullable String tenant,
      double atMillis,
      double... workMillis) {
    return new Task(
        index,
        0,
        priority,
        tenant,
        null,
        millis(atMillis),
        millis(atMillis + 100),
        Arrays.stream(workMillis).mapToLong(Samples::millis).toArray());
  }

  static Trace trace(Task... tasks) {
    return Trace.of(Arrays.asList(tasks));
  }

  /** A run of {@code tasks} under a shipped policy. */
  static Ledger run(Scenario scenario, String policy, Task... tasks) {
    return new Simulation(scenario, trace(tasks), 1, factory(policy)).run();
  }

  static PolicyFactory factory(String name) {
    PolicyFactory factory = Policies.named(name);
    if (factory == null) {
      throw new AssertionError("no policy " + name);
    }
    return factory;
  }

  /** Several tasks of one kind, so many milliseconds apart. */
  static Task[] tasks(int count, double apartMillis, double workMillis) {
    Task[] tasks = new Task[count];
    Arrays.setAll(tasks, i -> task(i, Priority.NORMAL, i * apartMillis, workMillis));
    return tasks;
  }

  static Duration took(Ledger ledger, int index) {
    return Duration.ofNanos(ledger.doneNanos(index) - ledger.trace().task(index).arrivalNanos());
  }
}
