package dev.spillway.simulator;

import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterBuilder;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Source;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** The production limiter. */
final class SpillwayPolicy implements Policy {
  private final World world;
  private final Limiter limiter;

  SpillwayPolicy(World world) {
    this.world = world;
    Scenario scenario = world.scenario();
    LimiterBuilder settings =
        Limiter.builder("simulated")
            .slots(scenario.plant().servers())
            .deadline(scenario.deadline())
            .scheduler(world.scheduler());
    Set<String> dependencies = new TreeSet<>();
    for (Source source : scenario.sources()) {
      if (source.dependency() != null) {
        dependencies.add(source.dependency());
      }
    }
    for (String dependency : dependencies) {
      settings.partition(dependency, 1.0 / dependencies.size());
    }
    limiter = settings.build();
  }

  @Override
  public void arrive(Call call) {
    Request request =
        Request.of(call.priority())
            .withTime(Duration.ofNanos(Math.max(1, call.deadlineNanos() - world.nowNanos())));
    if (call.tenant() != null) {
      request = request.withTenant(call.tenant());
    }
    if (call.dependency() != null) {
      request = request.withDependency(call.dependency());
    }
    if (call.isContinuing()) {
      request = request.continuing();
    }
    limiter.acquire(
        request,
        new AcquireCallback() {
          @Override
          public void admitted(Permit permit) {
            call.attach(permit);
            world.start(call);
          }

          @Override
          public void refused(Refused decision) {
            world.refuse(call);
          }
        });
  }

  @Override
  public void finished(Call call) {
    Object permit = call.attachment();
    if (permit instanceof Permit held) {
      held.complete(
          world.nowNanos() - call.startedNanos()
                  > call.task.deadlineNanos() - call.task.arrivalNanos()
              ? Outcome.TIMED_OUT
              : Outcome.SUCCEEDED);
    }
  }
}
