package dev.spillway.simulator;

import dev.spillway.Refused;
import dev.spillway.limit.AcquireCallback;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterBuilder;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.simulator.scenario.Adaptive;
import dev.spillway.simulator.scenario.PartitionShare;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Source;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The production limiter with its defaults, or several of them in a row. Thread-safe. */
final class SpillwayPolicy implements Policy {
  private final World world;
  private final List<Limiter> limiters = new ArrayList<>();

  SpillwayPolicy(World world) {
    this.world = world;
    TaskScheduler scheduler = new FaultyScheduler(world, world.scenario().setup());
    for (int limiter = 0; limiter < world.scenario().setup().limiters(); limiter++) {
      limiters.add(limiter(world.scenario(), scheduler));
    }
  }

  private static Limiter limiter(Scenario scenario, TaskScheduler scheduler) {
    LimiterBuilder settings =
        Limiter.builder("simulated")
            .slots(scenario.plant().servers())
            .deadline(scenario.deadline())
            .scheduler(scheduler);
    Adaptive adaptive = scenario.setup().adaptive();
    if (adaptive != null) {
      settings.slots(adaptive.start()).adaptive(adaptive.least(), adaptive.most());
    }
    Set<String> dependencies = new TreeSet<>();
    for (Source source : scenario.sources()) {
      if (source.dependency() != null) {
        dependencies.add(source.dependency());
      }
    }
    for (String dependency : dependencies) {
      settings.partition(dependency, 1.0 / dependencies.size());
    }
    for (PartitionShare partition : scenario.setup().partitions()) {
      settings.partition(partition.dependency(), partition.share());
    }
    return settings.build();
  }

  @Override
  public void arrive(Call call) {
    new Passage(call).next();
  }

  @Override
  public void finished(Call call) {
    if (call.attachment() instanceof Passage passage) {
      long givenNanos = call.task.deadlineNanos() - call.task.arrivalNanos();
      boolean hung = world.nowNanos() - call.startedNanos() > givenNanos;
      passage.complete(hung ? Outcome.TIMED_OUT : Outcome.SUCCEEDED);
    }
  }

  /** A call on its way through all limiters, with the permits that it has. */
  private final class Passage implements AcquireCallback {
    private final Call call;
    private final List<Permit> permits = new ArrayList<>(1);

    private Passage(Call call) {
      this.call = call;
      call.attach(this);
    }

    private void next() {
      limiters.get(permits.size()).acquire(request(), this);
    }

    private Request request() {
      long leftNanos = Math.max(1, call.deadlineNanos() - world.nowNanos());
      Request request = Request.of(call.priority()).withTime(Duration.ofNanos(leftNanos));
      if (call.tenant() != null) {
        request = request.withTenant(call.tenant());
      }
      if (call.dependency() != null) {
        request = request.withDependency(call.dependency());
      }
      return call.isContinuing() ? request.continuing() : request;
    }

    @Override
    public void admitted(Permit permit) {
      permits.add(permit);
      if (permits.size() < limiters.size()) {
        next();
      } else {
        world.start(call);
      }
    }

    @Override
    public void refused(Refused decision) {
      complete(Outcome.IGNORED);
      world.refuse(call);
    }

    private void complete(Outcome outcome) {
      for (int index = permits.size() - 1; index >= 0; index--) {
        permits.get(index).complete(outcome);
      }
    }
  }
}
