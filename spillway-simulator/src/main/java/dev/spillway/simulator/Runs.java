package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import java.util.Arrays;

/** A run of a policy, and the oracle's on the same trace. */
record Runs(Scenario scenario, Ledger run, Ledger oracle) {
  Trace trace() {
    return run.trace();
  }

  /** What a task counts: its work in nanoseconds, or one. */
  static double weight(Task task, boolean byWork) {
    return byWork ? Arrays.stream(task.workNanos()).sum() : 1;
  }
}
