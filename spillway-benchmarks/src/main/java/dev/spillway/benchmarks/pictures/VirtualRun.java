package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
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

/** A queue on a log in simulated files, with its producers, in virtual time. */
final class VirtualRun {
  static final long SEED = 20_261_121;

  /** By priority; a tenth of those of the profile security-events. */
  private static final List<Integer> LANE_EVENTS = List.of(1_000, 800, 500, 200, 100);

  private static final int PRODUCERS_PER_PRIORITY = 4;
  private static final long MEMORY_BYTES = 8 << 20;

  /** Long enough for a block of some events of each turn; each takes 4 KiB at least. */
  private static final Duration LINGER = Duration.ofMillis(20);

  private static final Duration LONGEST_REST = Duration.ofMinutes(5);

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(SEED));
  private final List<Producer> producers = new ArrayList<>();
  private final Plan plan;
  private final EventQueue queue;

  /**
   * What a run is of.
   *
   * @param strategy of the queue
   * @param load what producers make
   * @param honoursDelays whether they wait as told
   */
  record Plan(Strategy strategy, Load load, boolean honoursDelays) {}

  VirtualRun(Plan plan) {
    this.plan = plan;
    SpillLog log =
        SpillLog.builder(new SimulatedFiles())
            .diskBytes(64 << 20)
            .carryOverBytes(MEMORY_BYTES)
            .blockBytes(16 << 10)
            .maxRecordBytes(64 << 10)
            .linger(LINGER)
            .schedulers(scheduler, scheduler)
            .open();
    var builder =
        EventQueue.builder(plan.strategy().token())
            .memoryBytes(MEMORY_BYTES)
            .strategy(plan.strategy())
            .spill(log, DiskMode.OVERFLOW)
            .time(scheduler.time());
    for (Priority priority : Priority.values()) {
      builder.laneEvents(priority, LANE_EVENTS.get(priority.ordinal()));
    }
    queue = builder.build();
    addProducers();
  }

  private void addProducers() {
    var setting = new Producer.Setting(queue, scheduler, new SplittableRandom(SEED));
    var course = new Producer.Course(plan.load(), 1.0 / PRODUCERS_PER_PRIORITY);
    for (Priority priority : Priority.values()) {
      for (int number = 0; number < PRODUCERS_PER_PRIORITY; number++) {
        String name = priority.token() + "-" + number;
        producers.add(new Producer(name, priority, course, plan.honoursDelays(), setting));
      }
    }
  }

  VirtualScheduler scheduler() {
    return scheduler;
  }

  EventQueue queue() {
    return queue;
  }

  /**
   * Runs until all is delivered.
   *
   * @param alsoSample called with each sample
   * @throws IllegalStateException if the accounts are not exact then
   */
  Recording record(Dispatcher dispatcher, Runnable alsoSample) {
    dispatcher.start();
    producers.forEach(Producer::start);
    Recorder recorder = new Recorder(queue, producers, plan.load().shown());
    while (!recorder.isFull()) {
      scheduler.advance(Recorder.EVERY);
      recorder.sample();
      alsoSample.run();
    }
    scheduler.advance(plan.load().made().minus(plan.load().shown()));
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
