package dev.spillway.simulator;

import dev.spillway.Priority;
import dev.spillway.simulator.scenario.Bursts;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.simulator.scenario.Service;
import dev.spillway.simulator.scenario.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All tasks of a run, in the order of arrival; the same for every policy. */
final class Trace {
  private final List<Task> tasks;

  private Trace(List<Task> tasks) {
    this.tasks = tasks;
  }

  /** Tasks in the order of their arrival, each with its place as index. */
  static Trace of(List<Task> tasks) {
    return new Trace(List.copyOf(tasks));
  }

  int size() {
    return tasks.size();
  }

  Task task(int index) {
    return tasks.get(index);
  }

  /** What the sources of a scenario send, from a seed. */
  static Trace of(Scenario scenario, long seed) {
    List<Stream> streams = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int index = 0; index < scenario.sources().size(); index++) {
      streams.add(new Stream(scenario, index, random.split()));
    }
    List<Task> tasks = new ArrayList<>();
    while (true) {
      Stream first = streams.get(0);
      for (Stream stream : streams) {
        if (stream.nextNanos < first.nextNanos) {
          first = stream;
        }
      }
      if (first.nextNanos >= scenario.length().toNanos()) {
        return new Trace(tasks);
      }
      tasks.add(first.take(tasks.size()));
    }
  }

  /** Poisson arrivals of one source whose rate changes, by thinning. */
  private static final class Stream {
    private final int index;
    private final Source source;
    private final Service service;
    private final long deadlineNanos;
    private final Course load;
    private final double perNano;
    private final long lengthNanos;
    private final SplittableRandom arrivals;
    private final SplittableRandom draws;
    private long nextNanos;

    Stream(Scenario scenario, int index, SplittableRandom random) {
      this.index = index;
      source = scenario.sources().get(index);
      service = scenario.plant().service();
      deadlineNanos =
          (source.deadline() == null ? scenario.deadline() : source.deadline()).toNanos();
      load = Course.of(source.load(), 1);
      lengthNanos = scenario.length().toNanos();
      double meanCalls = (source.calls() + 1) / 2.0;
      perNano = scenario.plant().capacityPerNano() * load.greatest() / meanCalls;
      arrivals = random.split();
      draws = random.split();
      advance();
    }

    private void advance() {
      if (perNano <= 0) {
        nextNanos = Long.MAX_VALUE;
        return;
      }
      double at = nextNanos;
      do {
        at += -StrictMath.log(1 - arrivals.nextDouble()) / perNano;
      } while (at < lengthNanos
          && arrivals.nextDouble() * load.greatest() >= load.at((long) at) * open((long) at));
      nextNanos = (long) at;
    }

    private double open(long nanos) {
      Bursts bursts = source.bursts();
      return bursts == null || nanos % bursts.every().toNanos() < bursts.lasting().toNanos()
          ? 1
          : 0;
    }

    /** The next task; {@link #nextNanos} is then when the one after it comes. */
    Task take(int place) {
      long[] work = new long[source.calls() == 1 ? 1 : 1 + draws.nextInt(source.calls())];
      for (int call = 0; call < work.length; call++) {
        work[call] =
            Math.max(
                1,
                (long)
                    (service.distribution().draw(draws, service.shape())
                        * service.mean().toNanos()));
      }
      Task task =
          new Task(
              place,
              index,
              priority(),
              tenant(),
              source.dependency(),
              nextNanos,
              nextNanos + deadlineNanos,
              work);
      advance();
      return task;
    }

    private Priority priority() {
      double drawn = draws.nextDouble();
      Priority last = Priority.NORMAL;
      for (Map.Entry<Priority, Double> share : source.classes().entrySet()) {
        last = share.getKey();
        drawn -= share.getValue();
        if (drawn < 0) {
          break;
        }
      }
      return last;
    }

    private @Nullable String tenant() {
      return source.tenants() == 0 ? null : source.name() + "-" + draws.nextInt(source.tenants());
    }
  }
}
