package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import dev.spillway.benchmarks.pictures.Load.Phase;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.Strategy;
import dev.spillway.spill.SpillLog;
import dev.spillway.testkit.SimulatedFiles;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One queue with one strategy under the same load as every other. */
final class StrategyRun {
  static final int SINK_EVENTS_PER_SECOND = 1_000;

  /** By priority; a tenth of those of the profile security-events. */
  static final List<Integer> LANE_EVENTS = List.of(1_000, 800, 500, 200, 100);

  static final Load LOAD =
      new Load(
          List.of(
              new Phase("", 0, List.of(20, 40, 60, 50, 30)),
              new Phase("overload", 2, List.of(400, 800, 1_200, 1_000, 600)),
              new Phase("incident", 5, List.of(3_000, 800, 1_200, 1_000, 600)),
              new Phase("", 7, List.of(20, 40, 60, 50, 30))),
          32);

  private static final long SEED = 20_261_121;
  private static final int PRODUCERS_PER_PRIORITY = 4;
  private static final int BATCH_EVENTS = 20;
  private static final long MEMORY_BYTES = 8 << 20;
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(SEED));
  private final EventQueue queue;
  private final List<Producer> producers = new ArrayList<>();

  private StrategyRun(Strategy strategy, boolean honoursDelays) {
    SpillLog log =
        SpillLog.builder(new SimulatedFiles())
            .diskBytes(64 << 20)
            .carryOverBytes(MEMORY_BYTES)
            .blockBytes(16 << 10)
            .maxRecordBytes(64 << 10)
            .schedulers(scheduler, scheduler)
            .open();
    var builder =
        EventQueue.builder(strategy.token())
            .memoryBytes(MEMORY_BYTES)
            .strategy(strategy)
            .spill(log, DiskMode.OVERFLOW)
            .time(scheduler.time());
    for (Priority priority : Priority.values()) {
      builder.laneEvents(priority, LANE_EVENTS.get(priority.ordinal()));
    }
    queue = builder.build();
    addProducers(honoursDelays);
  }

  private void addProducers(boolean honoursDelays) {
    var setting = new Producer.Setting(queue, scheduler, new SplittableRandom(SEED));
    var course = new Producer.Course(LOAD, 1.0 / PRODUCERS_PER_PRIORITY);
    for (Priority priority : Priority.values()) {
      for (int number = 0; number < PRODUCERS_PER_PRIORITY; number++) {
        String name = priority.token() + "-" + number;
        producers.add(new Producer(name, priority, course, honoursDelays, setting));
      }
    }
  }

  /**
   * Runs {@code strategy} under the load and until all is delivered.
   *
   * @throws IllegalStateException if the accounts are not exact then
   */
  static Recording of(Strategy strategy, boolean honoursDelays) {
    return new StrategyRun(strategy, honoursDelays).run();
  }

  private Recording run() {
    RatedSink sink = new RatedSink(scheduler, SINK_EVENTS_PER_SECOND);
    Dispatcher.builder(queue, sink, scheduler).batchEvents(BATCH_EVENTS).build().start();
    producers.forEach(Producer::start);
    Recorder recorder = new Recorder(queue, producers, Duration.ofSeconds(LOAD.seconds()));
    while (!recorder.isFull()) {
      scheduler.advance(Recorder.EVERY);
      recorder.sample();
    }
    rest();
    return recorder.recording();
  }

  private void rest() {
    for (Duration waited = Duration.ZERO; !isEmpty(); waited = waited.plusSeconds(1)) {
      if (waited.compareTo(LONGEST_REST) > 0) {
        throw new IllegalStateException(
            "queue must be empty after " + LONGEST_REST + ": held=" + queue.held());
      }
      scheduler.advance(Duration.ofSeconds(1));
    }
    for (LaneFigures lane : queue.figures().lanes().values()) {
      if (lane.account().imbalance() != 0) {
        throw new IllegalStateException(
            "accounts must be exact: " + lane.priority() + " " + lane.account());
      }
    }
  }

  private boolean isEmpty() {
    return queue.held() == 0 && producers.stream().allMatch(one -> one.heldBack() == 0);
  }
}
