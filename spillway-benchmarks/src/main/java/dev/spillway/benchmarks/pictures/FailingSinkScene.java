package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.RatedSink;
import dev.spillway.benchmarks.pictures.Load.Phase;
import dev.spillway.benchmarks.pictures.Panel.Bound;
import dev.spillway.benchmarks.pictures.Panel.Scale;
import dev.spillway.benchmarks.pictures.Panel.Stack;
import dev.spillway.benchmarks.pictures.Panel.Strips;
import dev.spillway.benchmarks.pictures.Picture.Column;
import dev.spillway.benchmarks.pictures.Picture.Words;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.Account;
import dev.spillway.queue.Strategy;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.List;

/** A sink that fails, hangs and heals, behind a queue that spills and a circuit. */
final class FailingSinkScene {
  static final String PATH = "operating/circuit.svg";

  private static final int SINK_EVENTS_PER_SECOND = 1_000;
  private static final int BATCH_EVENTS = 20;
  private static final double FAILURE_RATE = 0.3;
  private static final int CALLS_TO_CLOSE = 10;
  private static final List<Integer> EVENTS_PER_SECOND = List.of(60, 120, 180, 150, 90);
  private static final int SECONDS = 40;
  private static final double HEALS_AT = 18;

  private static final Load LOAD =
      new Load(
          List.of(
              new Phase("", 0, EVENTS_PER_SECOND),
              new Phase("40 % of calls fail", 4, EVENTS_PER_SECOND),
              new Phase("every call hangs", 12, EVENTS_PER_SECOND),
              new Phase("", HEALS_AT, EVENTS_PER_SECOND)),
          SECONDS,
          SECONDS);

  private final VirtualRun run = new VirtualRun(new VirtualRun.Plan(Strategy.SPILL, LOAD, false));
  private final FailingSink sink;
  private final CircuitBreaker circuit;
  private final CircuitWatch watch;

  FailingSinkScene() {
    VirtualScheduler scheduler = run.scheduler();
    sink = new FailingSink(LOAD, scheduler, new RatedSink(scheduler, SINK_EVENTS_PER_SECOND));
    circuit =
        CircuitBreaker.builder("sink", scheduler.time())
            .failureRate(FAILURE_RATE)
            .window(Duration.ofSeconds(5))
            .successesToClose(CALLS_TO_CLOSE)
            .openTime(Duration.ofSeconds(1), Duration.ofSeconds(4))
            .seed(VirtualRun.SEED)
            .build();
    watch =
        new CircuitWatch(
            circuit, sink, new CircuitWatch.Watched(scheduler.time().epochMillis(), SECONDS));
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if anything that was offered is not delivered, or if one of the
   *     calls that close the circuit after the hang is not for critical events
   */
  Recording run() {
    Dispatcher dispatcher =
        Dispatcher.builder(run.queue(), sink, run.scheduler())
            .batchEvents(BATCH_EVENTS)
            .circuit(circuit)
            .build();
    Recording recording = run.record(dispatcher, watch::sample);
    checkNothingLost(recording);
    checkCriticalFirst();
    return recording;
  }

  private void checkNothingLost(Recording recording) {
    long offered = 0;
    for (Priority priority : Priority.values()) {
      Account account = recording.atRest(priority).account();
      offered += account.offered();
      if (account.delivered() != account.offered()) {
        throw new IllegalStateException(
            "all that was offered must be delivered: " + priority + " " + account);
      }
    }
    if (sink.taken() != offered) {
      throw new IllegalStateException(
          "the sink must hold all that was offered: offered=" + offered + " held=" + sink.taken());
    }
  }

  private void checkCriticalFirst() {
    List<FailingSink.Call> ramp =
        sink.calls().stream()
            .filter(call -> call.atSeconds() >= HEALS_AT)
            .limit(CALLS_TO_CLOSE)
            .toList();
    for (FailingSink.Call call : ramp) {
      if (call.priority() != Priority.CRITICAL) {
        throw new IllegalStateException("calls that close the circuit must be critical: " + ramp);
      }
    }
  }

  String svg() {
    Recording recording = run();
    List<Panel> panels =
        List.of(
            watch.states(),
            watch.calls(),
            watch.failureRate(new Bound(100 * FAILURE_RATE)),
            new Strips("Fill of each lane; peak on the right", Metric.FILL, new Scale(1, 0, "%")),
            new Stack("Delivered, events/s", 84, Metric.DELIVERED, Bound.NONE),
            new Stack("Waiting in the log, events", 84, Metric.IN_LOG, Bound.NONE));
    Words words =
        new Words(
            "A sink that fails, hangs and heals",
            "600 events/s for a sink that takes 1,000; strategy SPILL; the circuit opens when"
                + " 30 % of the last 5 s failed, for 1 s at first and 4 s at most.");
    return new Picture(words, LOAD, panels, List.of(new Column("", recording))).svg();
  }
}
