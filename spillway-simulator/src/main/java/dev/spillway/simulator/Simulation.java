package dev.spillway.simulator;

import dev.spillway.simulator.scenario.PlantSpec;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** One run of one policy under one trace. Not thread-safe; runs share nothing. */
final class Simulation implements World {
  private static final Duration AFTERWARDS = Duration.ofSeconds(60);

  private final Scenario scenario;
  private final Trace trace;
  private final VirtualScheduler scheduler;
  private final long originNanos;
  private final Plant plant;
  private final Clients clients;
  private final Ledger ledger;
  private final Policy policy;
  private int nextTask;

  Simulation(Scenario scenario, Trace trace, long seed, PolicyFactory factory) {
    this.scenario = scenario;
    this.trace = trace;
    ManualTime time = new ManualTime(seed);
    scheduler = new VirtualScheduler(time);
    originNanos = time.nanoTime();
    plant =
        scenario.plant().kind() == PlantSpec.Kind.RETROGRADE
            ? new RetrogradePlant(this)
            : new ServerPlant(this, scenario.plant());
    ledger = new Ledger(scenario, trace);
    clients = new Clients(this, scenario, ledger, seed);
    policy = factory.create(this, seed);
  }

  /**
   * Runs until nothing is left to do, or a minute longer than clients send.
   *
   * @throws CancellationException if the thread is interrupted
   */
  Ledger run() {
    long endNanos = scenario.length().plus(AFTERWARDS).toNanos();
    scheduleNext();
    while (scheduler.runNext() && nowNanos() <= endNanos) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after " + nowNanos() + " ns of the run");
      }
    }
    return ledger;
  }

  private void scheduleNext() {
    if (nextTask < trace.size()) {
      Task task = trace.task(nextTask++);
      schedule(() -> arrive(task), task.arrivalNanos() - nowNanos());
    }
  }

  private void arrive(Task task) {
    scheduleNext();
    clients.send(task, 0, 1);
  }

  /** Brings a call to the policy. */
  void offer(Call call) {
    ledger.offered(nowNanos());
    policy.arrive(call);
  }

  /** The plant begins to work on a call. */
  void began(Call call) {
    call.startedNanos = nowNanos();
    ledger.began(call.startedNanos);
  }

  /** The plant is done with a call, and the answer has arrived. */
  void finished(Call call) {
    ledger.worked(call, nowNanos());
    policy.finished(call);
    clients.finished(call);
  }

  ScheduledTask schedule(Runnable task, long delayNanos) {
    return scheduler.schedule(task, delayNanos);
  }

  @Override
  public TaskScheduler scheduler() {
    return scheduler;
  }

  @Override
  public long nowNanos() {
    return scheduler.time().nanoTime() - originNanos;
  }

  @Override
  public void start(Call call) {
    decide(call);
    ledger.started(call.task, nowNanos());
    plant.start(call);
  }

  @Override
  public void refuse(Call call) {
    decide(call);
    plant.refuse();
    ledger.refused(call.task, nowNanos());
    clients.refused(call);
  }

  private void decide(Call call) {
    if (call.decided) {
      throw new IllegalStateException(
          "a call must be started or refused once: task=" + call.task.index());
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
