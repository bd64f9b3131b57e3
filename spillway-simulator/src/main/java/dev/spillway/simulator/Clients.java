package dev.spillway.simulator;

import dev.spillway.limit.RetryBudget;
import dev.spillway.simulator.scenario.ClientSpec;
import dev.spillway.simulator.scenario.ClientSpec.Kind;
import dev.spillway.simulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Those who send: they call, wait until their deadline, and try again as the scenario says. */
final class Clients {
  private final Simulation simulation;
  private final ClientSpec spec;
  private final Ledger ledger;
  private final SplittableRandom random;

  /** What each client may still try again; empty where they keep no budget. */
  private final List<RetryBudget> budgets = new ArrayList<>();

  Clients(Simulation simulation, Scenario scenario, Ledger ledger, long seed) {
    this.simulation = simulation;
    spec = scenario.clients();
    this.ledger = ledger;
    random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    for (int client = 0; client < spec.count() && spec.kind() == Kind.BUDGETED; client++) {
      budgets.add(RetryBudget.standard());
    }
  }

  /** Sends a call, as so many-th attempt. */
  void send(Task task, int step, int attempt) {
    long nowNanos = simulation.nowNanos();
    if (attempt == 1 && !budgets.isEmpty()) {
      budget(task).requested();
    }
    long deadline =
        attempt > 1
            ? nowNanos + (task.deadlineNanos() - task.arrivalNanos())
            : task.deadlineNanos();
    Call call = new Call(task, step, attempt, nowNanos, deadline);
    if (spec.attempts() > 1) {
      simulation.scheduleClients(() -> timedOut(call), deadline - nowNanos);
    }
    simulation.offer(call);
  }

  /** A call was worked on. */
  void finished(Call call) {
    if (call.answered) {
      return; // its caller has gone
    }
    call.answered = true;
    Task task = call.task;
    long nowNanos = simulation.nowNanos();
    if (nowNanos > task.deadlineNanos()) {
      ledger.lost(task);
    } else if (call.step + 1 < task.calls()) {
      send(task, call.step + 1, 1);
    } else {
      ledger.done(task, nowNanos);
    }
  }

  /** A call was refused. */
  void refused(Call call) {
    if (!call.answered) {
      call.answered = true;
      tryAgain(call);
    }
  }

  private void timedOut(Call call) {
    if (!call.answered) {
      call.answered = true;
      tryAgain(call);
    }
  }

  private void tryAgain(Call call) {
    if (call.attempt < spec.attempts() && mayTryAgain(call.task)) {
      double wait =
          spec.firstWait().toNanos()
              * (double) (1 << (call.attempt - 1))
              * (0.5 + random.nextDouble());
      simulation.scheduleClients(() -> send(call.task, call.step, call.attempt + 1), (long) wait);
    } else {
      ledger.lost(call.task);
    }
  }

  private boolean mayTryAgain(Task task) {
    return switch (spec.kind()) {
      case HOSTILE -> true;
      case BUDGETED -> budget(task).tryRetry();
      case OURS -> false;
    };
  }

  private RetryBudget budget(Task task) {
    return budgets.get(task.index() % budgets.size());
  }
}
