package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Bar;
import dev.spillway.simulator.scenario.Bar.By;
import dev.spillway.simulator.scenario.Bar.Of;
import dev.spillway.simulator.scenario.PlantSpec;
import dev.spillway.simulator.scenario.Span;
import java.util.Objects;

/** Shares of what was done. Stateless. */
final class Goodput {
  private final Runs runs;
  private final Trace trace;

  Goodput(Runs runs) {
    this.runs = runs;
    trace = runs.trace();
  }

  /** What was done of the tasks selected, against what the bar names. */
  double share(Bar bar) {
    Of of = bar.terms().of();
    By by = bar.terms().by();
    boolean byWork = by == null ? of != Of.OFFERED : by == By.WORK;
    Selection selection = new Selection(runs.scenario(), bar.scope());
    double good = 0;
    double possible = 0;
    double offered = 0;
    for (int index = 0; index < trace.size(); index++) {
      Task task = trace.task(index);
      if (selection.holds(task)) {
        double weight = Runs.weight(task, byWork);
        offered += weight;
        good += runs.run().isDone(index) ? weight : 0;
        possible += runs.oracle().isDone(index) ? weight : 0;
      }
    }
    return switch (of) {
      case ORACLE -> good / possible;
      case OFFERED -> good / offered;
      case REST -> good / rest(selection, byWork);
    };
  }

  /** What capacity leaves after what the others got and what refusals cost. */
  private double rest(Selection selection, boolean byWork) {
    PlantSpec plant = runs.scenario().plant();
    Span span = Objects.requireNonNull(selection.scope().during());
    double left =
        (double) span.until().minus(span.from()).toNanos() * plant.servers()
            - runs.run().refusals() * (double) plant.refusalCost().toNanos();
    for (int index = 0; index < trace.size(); index++) {
      Task task = trace.task(index);
      if (span.contains(task.arrivalNanos())
          && !selection.holds(task)
          && runs.run().isDone(index)) {
        left -= Runs.weight(task, true);
      }
    }
    return byWork ? left : left / plant.service().mean().toNanos();
  }

  /** Useful work that was completed within the span, over the oracle's. */
  double throughput(Span span) {
    return completed(runs.run(), span) / completed(runs.oracle(), span);
  }

  private double completed(Ledger ledger, Span span) {
    double work = 0;
    for (int index = 0; index < trace.size(); index++) {
      if (ledger.isDone(index) && span.contains(ledger.doneNanos(index))) {
        work += Runs.weight(trace.task(index), true);
      }
    }
    return work;
  }

  /** Tasks that the oracle did and the policy did not, over those offered. */
  double falseRefusals(Selection selection) {
    int offered = 0;
    int missed = 0;
    for (int index = 0; index < trace.size(); index++) {
      if (selection.holds(trace.task(index))) {
        offered++;
        missed += !runs.run().isDone(index) && runs.oracle().isDone(index) ? 1 : 0;
      }
    }
    return missed / (double) Math.max(1, offered);
  }

  /** The source's tasks started within the span, over those of the selection that came. */
  double started(Selection selection) {
    Span span = Objects.requireNonNull(selection.scope().during());
    double started = 0;
    double offered = 0;
    for (int index = 0; index < trace.size(); index++) {
      Task task = trace.task(index);
      offered += selection.holds(task) ? 1 : 0;
      boolean within = runs.run().isStarted(index) && span.contains(runs.run().startedNanos(index));
      started += within && selection.isOfSource(task) ? 1 : 0;
    }
    return started / offered;
  }
}
