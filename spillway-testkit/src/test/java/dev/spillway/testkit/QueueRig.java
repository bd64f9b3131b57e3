package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.Account;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.SpillStore;
import dev.spillway.spill.SpillFiles;
import dev.spillway.spill.SpillLog;
import dev.spillway.time.ManualTime;
import dev.spillway.time.TimeSource;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A queue on a real log on simulated files, with a dispatcher, all in virtual time. */
final class QueueRig {
  static final long MEMORY_BYTES = 256 << 10;
  static final int BATCH_EVENTS = 50;

  /** Longer than the log takes to remember what was settled, so that a test can crash between. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  final ManualTime time;
  final VirtualScheduler scheduler;
  final EventQueue queue;

  /** The ids that the sink has taken, in order. */
  final List<String> taken = new ArrayList<>();

  /** What the sink says to each call; null leaves it without an answer. */
  Function<BatchView, SinkResult> sink = batch -> SinkResult.DELIVERED;

  QueueRig(SpillFiles files, DiskMode mode) {
    this(files, mode, Planted.nothing());
  }

  QueueRig(SpillFiles files, DiskMode mode, Planted planted) {
    time = new ManualTime(planted.origin());
    scheduler = new VirtualScheduler(time);
    SpillLog log =
        SpillLog.builder(files)
            .diskBytes(16 << 20)
            .carryOverBytes(MEMORY_BYTES * 2)
            .blockBytes(8 << 10)
            .maxRecordBytes(64 << 10)
            .schedulers(scheduler, scheduler)
            .open();
    queue =
        EventQueue.builder("rig")
            .memoryBytes(MEMORY_BYTES)
            .spill(planted.store().apply(log), mode)
            .time(planted.clock().apply(time))
            .build();
  }

  /** What a test changes between the queue and what it stands on. */
  record Planted(long origin, UnaryOperator<SpillStore> store, UnaryOperator<TimeSource> clock) {
    static Planted nothing() {
      return new Planted(7, store -> store, clock -> clock);
    }

    static Planted store(UnaryOperator<SpillStore> breach) {
      return new Planted(7, breach, clock -> clock);
    }
  }

  Dispatcher dispatch() {
    return dispatch(3);
  }

  Dispatcher dispatch(int tries) {
    Dispatcher dispatcher =
        Dispatcher.builder(queue, new TakingSink(), scheduler)
            .batchEvents(BATCH_EVENTS)
            .tries(tries)
            .retryDelay(RETRY_DELAY, 2)
            .build();
    dispatcher.start();
    return dispatcher;
  }

  void run(Duration step) {
    scheduler.advance(step);
  }

  /** Offers without waiting; the answer may need {@link #run}. */
  CompletableFuture<Receipt> offer(Durability atLeast, List<Event> events) {
    return queue.offer(events, atLeast).toCompletableFuture();
  }

  /** Offers events whose answer comes with {@link #run}. */
  void offerDurable(List<Event> events) {
    assertThat(offer(Durability.DURABLE, events)).as("answered before a force").isNotDone();
  }

  /** Offers volatile events, all of which must be accepted. */
  void accept(List<Event> events) {
    CompletableFuture<Receipt> answer = offer(Durability.VOLATILE, events);
    assertThat(answer).as("a volatile answer is complete at once").isCompleted();
    assertThat(answer.join().refusals()).isEmpty();
  }

  Account account(Priority priority) {
    return lane(priority).account();
  }

  LaneFigures lane(Priority priority) {
    return Objects.requireNonNull(queue.figures().lanes().get(priority));
  }

  void assertExact() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.priority() + " " + lane.account()).isZero();
    }
  }

  static List<Event> events(Priority priority, int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int number = from; number < to; number++) {
      events.add(
          Event.builder(priority.token() + "-" + number, new byte[300]).priority(priority).build());
    }
    return events;
  }

  static List<String> ids(Priority priority, int from, int to) {
    return events(priority, from, to).stream().map(Event::id).toList();
  }

  static List<String> ids(BatchView batch) {
    List<String> ids = new ArrayList<>();
    for (int index = 0; index < batch.size(); index++) {
      ids.add(batch.event(index).id());
    }
    return ids;
  }

  private final class TakingSink implements Sink {
    @Override
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      SinkResult result = sink.apply(batch);
      if (result == null) {
        return new CompletableFuture<>();
      }
      List<String> ids = ids(batch);
      if (result instanceof SinkResult.EventsRefused refused) {
        List<String> kept = new ArrayList<>(ids);
        refused.refusals().forEach(refusal -> kept.remove(ids.get(refusal.index())));
        taken.addAll(kept);
      } else if (result instanceof SinkResult.Delivered) {
        taken.addAll(ids);
      }
      return CompletableFuture.completedStage(result);
    }

    @Override
    public void close() {}
  }
}
