package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Bar.Scope;
import dev.spillway.simulator.scenario.Scenario;

/** The tasks that a figure looks at, by their arrival. */
record Selection(Scenario scenario, Scope scope) {
  boolean holds(Task task) {
    return (scope.during() == null || scope.during().contains(task.arrivalNanos()))
        && isOfSource(task)
        && (scope.priority() == null || task.priority() == scope.priority())
        && (scope.calls() == null || task.calls() == scope.calls());
  }

  boolean isOfSource(Task task) {
    return scope.source() == null
        || scenario.sources().get(task.source()).name().equals(scope.source());
  }
}
