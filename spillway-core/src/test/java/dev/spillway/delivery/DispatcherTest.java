package dev.spillway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.delivery.SinkResult.BatchRefused;
import dev.spillway.delivery.SinkResult.EndpointFailed;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.delivery.SinkResult.EventsRefused;
import dev.spillway.queue.Account;
import dev.spillway.queue.DeadLetterFilter;
import dev.spillway.queue.DeadLetterPage;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final ManualTime time = new ManualTime(99);
  private final VirtualScheduler scheduler = new VirtualScheduler(time);
  private final EventQueue queue = EventQueue.builder("test").time(time).build();
  private final ScriptedSink sink = new ScriptedSink();
  private final DispatcherBuilder builder = Dispatcher.builder(queue, sink, scheduler);

  @AfterEach
  void accountsAreExact() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private Dispatcher started() {
    Dispatcher dispatcher = builder.build();
    dispatcher.start();
    scheduler.runDue();
    return dispatcher;
  }

  private void offer(Priority priority, String... ids) {
    List<Event> events = new ArrayList<>();
    for (String id : ids) {
      events.add(Event.builder(id, new byte[10]).priority(priority).build());
    }
    assertThat(queue.offer(events).toCompletableFuture().join().accepted()).isEqualTo(ids.length);
  }

  private Account account(Priority priority) {
    return Objects.requireNonNull(queue.figures().lanes().get(priority)).account();
  }

  @Test
  void start_eventsOfAllLanes_deliversHighestFirst() {
    offer(Priority.BULK, "b");
    offer(Priority.NORMAL, "n1", "n2");
    offer(Priority.CRITICAL, "c");
    started();
    assertThat(sink.taken).containsExactly("c", "n1", "n2", "b");
    assertThat(queue.held()).isZero();
  }

  @Test
  void offer_whileIdle_isDeliveredWithoutATimer() {
    started();
    offer(Priority.LOW, "x");
    scheduler.runDue();
    assertThat(sink.taken).containsExactly("x");
    assertThat(scheduler.runNext()).as("an idle dispatcher schedules nothing").isFalse();
  }

  @Test
  void deliver_lowerBatchHangs_leavesASlotForCriticalAlone() {
    sink.script = batch -> batch.priority() == Priority.CRITICAL ? SinkResult.DELIVERED : null;
    offer(Priority.BULK, "b");
    started();
    offer(Priority.HIGH, "h");
    offer(Priority.CRITICAL, "c1");
    scheduler.runDue();
    offer(Priority.CRITICAL, "c2");
    scheduler.runDue();
    assertThat(sink.calls).containsExactly("bulk[b]", "critical[c1]", "critical[c2]");
    sink.script = batch -> SinkResult.DELIVERED;
    sink.open.remove(0).answer(SinkResult.DELIVERED);
    scheduler.runDue();
    assertThat(sink.taken).containsExactly("c1", "c2", "b", "h");
  }

  @Test
  void deliver_higherLaneStillWaits_startsNothingLower() {
    builder.batchEvents(1).slots(4);
    sink.script = batch -> null;
    offer(Priority.HIGH, "h1", "h2");
    offer(Priority.LOW, "l1");
    started();
    assertThat(sink.calls).containsExactly("high[h1]");
    sink.open.remove(0).answer(SinkResult.DELIVERED);
    scheduler.runDue();
    assertThat(sink.calls).containsExactly("high[h1]", "high[h2]", "low[l1]");
  }

  @Test
  @DisplayName("A9: an endpoint's failure costs no event a try and keeps the order")
  void deliver_endpointFails_backsOffAndDeliversTheSameBatchInOrder() {
    int[] failures = {5};
    sink.script =
        batch ->
            failures[0]-- > 0 ? new EndpointFailed("refused", Duration.ZERO) : SinkResult.DELIVERED;
    offer(Priority.NORMAL, "n1", "n2");
    Dispatcher dispatcher = started();
    assertThat(sink.calls).hasSize(1);
    assertThat(dispatcher.figures().trouble()).isEqualTo("refused");
    offer(Priority.NORMAL, "n3");
    scheduler.advance(Duration.ofMillis(20));
    assertThat(sink.calls).as("no call within the pause").hasSize(1);
    scheduler.advance(Duration.ofSeconds(30));
    assertThat(sink.taken).containsExactly("n1", "n2", "n3");
    assertThat(sink.calls).hasSize(7);
    assertThat(account(Priority.NORMAL).redelivered()).isEqualTo(10);
    assertThat(account(Priority.NORMAL).deadLettered()).isZero();
    assertThat(dispatcher.figures().trouble()).isNull();
    assertThat(dispatcher.figures().endpointFailures()).isEqualTo(5);
  }

  @Test
  void deliver_endpointFailsWithALowerBatchOut_triesCriticalFirstWhenItComesBack() {
    sink.script = batch -> new EndpointFailed("down", Duration.ofSeconds(2));
    offer(Priority.LOW, "l");
    started();
    offer(Priority.CRITICAL, "c");
    scheduler.advance(Duration.ofMillis(1_900));
    assertThat(sink.calls).containsExactly("low[l]");
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.advance(Duration.ofMillis(200));
    assertThat(sink.calls).containsExactly("low[l]", "critical[c]", "low[l]");
  }

  @Test
  void deliver_sinkThrows_countsAsTheEndpointsFailure() {
    boolean[] broken = {true};
    sink.script =
        batch -> {
          if (broken[0]) {
            throw new IllegalStateException("no such host");
          }
          return SinkResult.DELIVERED;
        };
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started();
    assertThat(dispatcher.figures().trouble()).contains("no such host");
    broken[0] = false;
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(sink.taken).containsExactly("n");
  }

  @Test
  @DisplayName("A9: after the last try the event goes to the dead letters, never away")
  void deliver_sinkRefusesOneEvent_retriesItWithBackOffAndThenDeadLettersIt() {
    List<Long> attemptNanos = new ArrayList<>();
    sink.script =
        batch -> {
          int spoiled = ScriptedSink.idsOf(batch).indexOf("n2");
          if (spoiled < 0) {
            return SinkResult.DELIVERED;
          }
          attemptNanos.add(time.nanoTime());
          return new EventsRefused(List.of(new EventRefusal(spoiled, "bad")));
        };
    offer(Priority.NORMAL, "n1", "n2", "n3");
    started();
    assertThat(sink.taken).containsExactly("n1", "n3");
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(attemptNanos).hasSize(3);
    assertThat(attemptNanos.get(1) - attemptNanos.get(0)).isBetween(500_000_000L, 1_500_000_000L);
    assertThat(attemptNanos.get(2) - attemptNanos.get(1)).isBetween(1_000_000_000L, 3_000_000_000L);
    assertThat(account(Priority.NORMAL).deadLettered()).isEqualTo(1);
    DeadLetterPage page =
        queue.deadLetters().list(DeadLetterFilter.ALL, -1).toCompletableFuture().join();
    assertThat(page.letters().get(0))
        .extracting("tries", "deliveries", "reason")
        .containsExactly(3, 3, "bad");
  }

  @Test
  void retry_dueWhileItsLaneIsOut_waitsForTheAnswerWithoutTurningInCircles() {
    builder.batchEvents(1);
    sink.script =
        batch ->
            batch.event(0).id().equals("n1") && batch.attempt(0) == 1
                ? new EventsRefused(List.of(new EventRefusal(0, "later")))
                : null;
    offer(Priority.NORMAL, "n1", "n2");
    started();
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(sink.calls).containsExactly("normal[n1]", "normal[n2]");
    assertThat(scheduler.runNext()).as("something is scheduled while all wait").isFalse();
    sink.open.remove(0).answer(SinkResult.DELIVERED);
    scheduler.runDue();
    assertThat(sink.calls).containsExactly("normal[n1]", "normal[n2]", "normal[n1]");
  }

  @Test
  void deliver_batchRefusedForOneEvent_splitsUntilTheEventIsFoundAndKeepsTheOrder() {
    sink.script =
        batch ->
            ScriptedSink.idsOf(batch).contains("n37")
                ? new BatchRefused("400")
                : SinkResult.DELIVERED;
    String[] ids = IntStream.range(0, 100).mapToObj(n -> "n" + n).toArray(String[]::new);
    offer(Priority.NORMAL, ids);
    started();
    List<String> others = new ArrayList<>(List.of(ids));
    others.remove("n37");
    assertThat(sink.taken).containsExactlyElementsOf(others);
    assertThat(sink.calls.size()).as("found by halving").isLessThanOrEqualTo(15);
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(account(Priority.NORMAL).deadLettered()).isEqualTo(1);
    assertThat(account(Priority.NORMAL).delivered()).isEqualTo(99);
  }

  @Test
  void deliver_endpointFailsInTheMiddleOfASplit_goesOnWhereItWas() {
    int[] call = {0};
    sink.script =
        batch -> {
          call[0]++;
          if (call[0] == 3) {
            return new EndpointFailed("down", Duration.ZERO);
          }
          return ScriptedSink.idsOf(batch).contains("n3")
              ? new BatchRefused("422")
              : SinkResult.DELIVERED;
        };
    offer(Priority.NORMAL, "n0", "n1", "n2", "n3");
    started();
    scheduler.advance(Duration.ofMinutes(1));
    assertThat(sink.taken).containsExactly("n0", "n1", "n2");
    assertThat(account(Priority.NORMAL).deadLettered()).isEqualTo(1);
  }

  @Test
  @DisplayName("A13: a stop drains what it can in time and gives the rest back")
  void stop_sinkAnswers_drainsAndCompletes() {
    offer(Priority.NORMAL, "n1", "n2");
    Dispatcher dispatcher = started();
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(sink.taken).containsExactly("n1", "n2");
    assertThat(sink.closed).isTrue();
  }

  @Test
  void stop_sinkHangs_givesTheBatchBackWhenTheTimeIsUp() {
    sink.script = batch -> null;
    offer(Priority.NORMAL, "n1", "n2");
    Dispatcher dispatcher = started();
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.advance(Duration.ofMillis(19_999));
    assertThat(stopped.toCompletableFuture()).isNotCompleted();
    scheduler.advance(Duration.ofMillis(1));
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(queue.held()).isEqualTo(2);
    sink.open.get(0).answer(SinkResult.DELIVERED);
    assertThat(queue.held()).as("an answer after the end is ignored").isEqualTo(2);
  }

  @Test
  void build_withImpossibleSettings_saysWhatIsWrong() {
    assertThatThrownBy(() -> builder.slots(1)).hasMessage("slots must be at least 2: slots=1");
    assertThatThrownBy(() -> builder.tries(0)).hasMessage("tries must be at least 1: tries=0");
    assertThatThrownBy(() -> builder.retryDelay(Duration.ZERO, 2))
        .hasMessage("retryDelay must be positive: retryDelay=PT0S");
    assertThatThrownBy(() -> builder.retryDelay(Duration.ofSeconds(1), 0.5))
        .hasMessage("retryFactor must be at least 1: retryFactor=0.5");
  }
}
