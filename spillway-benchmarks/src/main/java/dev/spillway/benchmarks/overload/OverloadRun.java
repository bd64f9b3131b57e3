package dev.spillway.benchmarks.overload;

import dev.spillway.Priority;
import dev.spillway.benchmarks.RatedSink;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.queue.Account;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** One strategy under ten times what its sink takes, with real threads and files. */
final class OverloadRun {
  private static final int PRODUCERS = 4;
  private static final int BATCH_EVENTS = 200;
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Plan plan;
  private final Path directory;
  private final EventQueue queue;
  private final CountingSink sink;
  private final Dispatcher dispatcher;
  private final Tally tally = new Tally();
  private final TaskScheduler waiting = TaskScheduler.onThread("waiting");
  private final TimeSource time = TimeSource.system();

  /** A run whose log is in {@code directory}, which is empty. */
  OverloadRun(Plan plan, Path directory) {
    this.plan = plan;
    this.directory = directory;
    SpillLog log =
        SpillLog.builder(directory)
            .diskBytes(plan.sizes().diskBytes())
            .carryOverBytes(plan.sizes().memoryBytes())
            .open();
    queue =
        EventQueue.builder(plan.strategy().token())
            .memoryBytes(plan.sizes().memoryBytes())
            .strategy(plan.strategy())
            .spill(log, DiskMode.OVERFLOW)
            .build();
    TaskScheduler tasks = TaskScheduler.onThread("dispatch");
    sink = new CountingSink(new RatedSink(tasks, plan.sinkEventsPerSecond()));
    dispatcher = Dispatcher.builder(queue, sink, tasks).batchEvents(BATCH_EVENTS).build();
  }

  Outcome run() throws InterruptedException {
    dispatcher.start();
    Outcome outcome;
    try (Watcher watcher = new Watcher(queue, directory)) {
      Outcome.Load load = load();
      System.gc(); // what is then in use is held, by the queue for the most part
      long liveHeapBytes = Watcher.usedHeapBytes();
      sink.becomeFast();
      await(() -> queue.held() == 0 && tally.unanswered() == 0);
      outcome = outcome(load, watcher.peaks(liveHeapBytes));
    }
    queue.stopAccepting();
    dispatcher.stop(Duration.ZERO).toCompletableFuture().join();
    queue.close();
    waiting.close();
    return outcome;
  }

  private Outcome.Load load() throws InterruptedException {
    List<PacedProducer> producers = new ArrayList<>();
    double each = (double) plan.offeredPerSecond() / PRODUCERS;
    for (int number = 0; number < PRODUCERS; number++) {
      producers.add(new PacedProducer(number, queue, tally, each));
    }
    long startNanos = time.nanoTime();
    producers.forEach(PacedProducer::start);
    pause(plan.length());
    producers.forEach(PacedProducer::close);
    double seconds = (time.nanoTime() - startNanos) / 1e9;
    QueueFigures figures = queue.figures();
    return new Outcome.Load(
        seconds,
        sum(figures, Account::offered) / seconds,
        sum(figures, Account::delivered) / seconds);
  }

  private Outcome outcome(Outcome.Load load, Outcome.Peaks peaks) {
    QueueFigures figures = queue.figures();
    LaneFigures critical = Objects.requireNonNull(figures.lanes().get(Priority.CRITICAL));
    Outcome.Fate fate =
        new Outcome.Fate(
            sum(figures, Account::offered),
            sum(figures, Account::delivered),
            refusals(figures),
            sum(figures, Account::displaced),
            tally.delayed(),
            sum(figures, Account::spilled),
            critical.account().offered(),
            critical.account().delivered(),
            critical.waits().p99Nanos() / 1e6);
    Checks checks =
        new Checks()
            .overloaded(load.offeredPerSecond(), plan)
            .bounded(peaks, plan.sizes())
            .empty(queue.held())
            .exact(figures, tally, sink)
            .criticalWhole(critical.account());
    return new Outcome(plan.strategy().token(), load, fate, peaks, checks.failures());
  }

  private static Map<String, Long> refusals(QueueFigures figures) {
    Map<String, Long> refusals = new TreeMap<>();
    for (LaneFigures lane : figures.lanes().values()) {
      lane.account()
          .refused()
          .forEach((reason, count) -> refusals.merge(reason.token(), count, Long::sum));
    }
    return refusals;
  }

  private static long sum(QueueFigures figures, ToLongFunction<Account> part) {
    return figures.lanes().values().stream()
        .mapToLong(lane -> part.applyAsLong(lane.account()))
        .sum();
  }

  /** Waits until {@code done}, or until that takes too long, which the checks will tell. */
  private void await(BooleanSupplier done) throws InterruptedException {
    long startNanos = time.nanoTime();
    while (!done.getAsBoolean() && time.nanoTime() - startNanos < LONGEST_DRAIN.toNanos()) {
      pause(LOOK_AGAIN);
    }
  }

  private void pause(Duration pause) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    waiting.schedule(over::countDown, pause.toNanos());
    over.await();
  }
}
