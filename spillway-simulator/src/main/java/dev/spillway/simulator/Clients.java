package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.limit.ClientThrottle;
import dev.spillway.limit.RetryBudget;
import dev.spillway.simulator.scenario.ClientSpec;
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

  /** What keeps each client, class by class, from sending in vain; empty where nothing does. */
  private final List<ClientThrottle[]> throttles = new ArrayList<>();

  Clients(Simulation simulation, Scenario scenario, Ledger ledger, long seed) {
    this.simulation = simulation;
    spec = scenario.clients();
    this.ledger = ledger;
    random = new SplittableRandom(seed ^ 0x5DEECE66DL);
    for (int client = 0; client < spec.count(); client++) {
      switch (spec.kind()) {
        case BUDGETED -> budgets.add(RetryBudget.standard());
        case OURS -> throttles.add(newThrottles());
        case HOSTILE -> {}
      }
    }
  }

  private ClientThrottle[] newThrottles() {
    ClientThrottle[] throttles = new ClientThrottle[Priority.values().length];
    for (int rank = 0; rank < throttles.length; rank++) {
      throttles[rank] = ClientThrottle.standard(simulation.scheduler().time(), random.split());
    }
    return throttles;
  }

  /** Sends a call, as so many-th attempt. */
  void send(Task task, int step, int attempt) {
    long nowNanos = simulation.nowNanos();
    if (attempt == 1 && !budgets.isEmpty()) {
      budget(task).requested();
    }
    if (step == 0 && !throttles.isEmpty() && !throttle(task).tryRequest()) {
      ledger.lost(task);
      return;
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
      return;
    }
    if (call.step == 0 && !throttles.isEmpty()) {
      throttle(task).accepted();
    }
    if (call.step + 1 < task.calls()) {
      send(task, call.step + 1, 1);
    } else {
      ledger.done(task, nowNanos);
    }
  }

  /** A call was refused, or its connection was lost. */
  void refused(Call call) {
    if (!call.answered) {
      call.answered = true;
      if (call.step == 0 && !throttles.isEmpty()) {
        throttle(call.task).refused();
      }
      tryAgain(call);
    }
  }

  private void timedOut(Call call) {
    if (!call.answered && !call.held) {
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

  private ClientThrottle throttle(Task task) {
    return throttles.get(task.index() % throttles.size())[task.priority().ordinal()];
  }
}
