package dev.spillway.simulator;

import dev.spillway.simulator.scenario.PlantSpec;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * One run of one policy under one trace. Runs share nothing; who may call what when is up to the
 * timeline.
 */
final class Simulation implements World {
  private static final Duration AFTERWARDS = Duration.ofSeconds(60);

  private final Scenario scenario;
  private final Trace trace;
  private final Timeline timeline;
  private final Plant plant;
  private final Clients clients;
  private final Ledger ledger;
  private final Policy policy;
  private int nextTask;

  /** A run in virtual time. */
  Simulation(Scenario scenario, Trace trace, long seed, PolicyFactory factory) {
    this(scenario, new Draws(trace, seed), factory, new VirtualTimeline(seed));
  }

  /** A run in a time that nothing else uses. */
  Simulation(Scenario scenario, Draws draws, PolicyFactory factory, Timeline timeline) {
    this.scenario = scenario;
    this.timeline = timeline;
    trace = draws.trace();
    plant =
        scenario.plant().kind() == PlantSpec.Kind.RETROGRADE
            ? new RetrogradePlant(this)
            : new ServerPlant(this, scenario.plant());
    ledger = new Ledger(scenario, trace);
    clients = new Clients(this, scenario, ledger, draws.seed());
    policy = factory.create(this, draws.seed());
  }

  /**
   * Runs until nothing is left to do, or a minute longer than clients send.
   *
   * @throws CancellationException if the thread is interrupted
   */
  Ledger run() {
    return run(AFTERWARDS);
  }

  /** Runs until nothing is left to do, or so much longer than clients send. */
  Ledger run(Duration afterwards) {
    boolean whole = false;
    try {
      timeline.step(this::scheduleNext);
      timeline.run(scenario.length().plus(afterwards).toNanos());
      whole = true;
    } finally {
      policy.ended(whole);
    }
    return ledger;
  }

  private void scheduleNext() {
    if (nextTask < trace.size()) {
      Task task = trace.task(nextTask++);
      scheduleClients(() -> arrive(task), task.arrivalNanos() - nowNanos());
    }
  }

  private void arrive(Task task) {
    scheduleNext();
    clients.send(task, 0, 1);
  }

  /** Brings a call to the policy. */
  void offer(Call call) {
    ledger.offered(call, nowNanos());
    timeline.callPolicy(
        () -> {
          long beginNanos = nowNanos();
          policy.arrive(call);
          if (!isVirtual()) {
            long tookNanos = nowNanos() - beginNanos;
            timeline.step(() -> ledger.blocked(tookNanos));
          }
        });
  }

  /** The plant begins to work on a call. */
  void began(Call call) {
    call.startedNanos = nowNanos();
    ledger.began(call, call.startedNanos);
  }

  /** The plant is done with a call, and the answer has arrived. */
  void finished(Call call) {
    ledger.worked(call, nowNanos());
    timeline.callPolicy(() -> policy.finished(call));
    clients.finished(call);
  }

  ScheduledTask schedulePlant(Runnable step, long delayNanos) {
    return timeline.schedulePlant(step, delayNanos);
  }

  /** How much too late the plant's present step is, by the run's own fault. */
  long plantLateNanos() {
    return timeline.plantLateNanos();
  }

  ScheduledTask scheduleClients(Runnable step, long delayNanos) {
    return timeline.scheduleClients(step, delayNanos);
  }

  @Override
  public TaskScheduler scheduler() {
    return timeline.scheduler();
  }

  @Override
  public long nowNanos() {
    return timeline.nowNanos();
  }

  @Override
  public void start(Call call) {
    timeline.step(
        () -> {
          if (!call.held) {
            decide(call);
          }
          ledger.started(call.task, nowNanos());
          plant.start(call);
        });
  }

  @Override
  public void refuse(Call call) {
    timeline.step(
        () -> {
          decide(call);
          plant.refuse();
          ledger.refused(call, nowNanos());
          clients.refused(call);
        });
  }

  @Override
  public void accept(Call call) {
    timeline.step(
        () -> {
          if (!call.decided) { // a call may be started before its caller is told
            decide(call);
          }
          call.held = true;
          ledger.accepted(call.task, nowNanos());
        });
  }

  @Override
  public void drop(Call call) {
    timeline.step(
        () -> {
          if (!call.decided) {
            decide(call);
          }
          ledger.dropped(call, nowNanos());
          clients.refused(call);
          call.held = true;
        });
  }

  @Override
  public boolean isVirtual() {
    return timeline.isVirtual();
  }

  private void decide(Call call) {
    if (call.decided) {
      throw new IllegalStateException("a call must be decided once: task=" + call.task.index());
    }
    call.decided = true;
    ledger.decided(call, nowNanos());
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public long finishNanos(Call call) {
    return plant.finishNanos(call, nowNanos());
  }

  @Override
  public long serviceNanos(Call call) {
    return plant.serviceNanos(call, nowNanos());
  }
}
