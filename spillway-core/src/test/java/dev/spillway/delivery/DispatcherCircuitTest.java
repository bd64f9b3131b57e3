package dev.spillway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.circuit.CircuitBreakerBuilder;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.circuit.CircuitState;
import dev.spillway.delivery.SinkResult.BatchRefused;
import dev.spillway.delivery.SinkResult.EndpointFailed;
import dev.spillway.queue.Account;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events while their sink fails, is busy, hangs and heals. */
class DispatcherCircuitTest {
  private static final SinkResult DOWN =
      new EndpointFailed(ErrorCategory.CONNECT, "down", Duration.ZERO);
  private static final SinkResult BUSY =
      new EndpointFailed(ErrorCategory.OVERLOAD, "busy", Duration.ofSeconds(2));

  private final ManualTime time = new ManualTime(31);
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

  private Dispatcher started(CircuitBreakerBuilder circuit) {
    return started(circuit.build());
  }

  private Dispatcher started(CircuitBreaker circuit) {
    Dispatcher dispatcher = builder.circuit(circuit).build();
    dispatcher.start();
    scheduler.runDue();
    return dispatcher;
  }

  private CircuitBreakerBuilder circuit() {
    return CircuitBreaker.builder("test", time).seed(5);
  }

  private void offer(Priority priority, String... ids) {
    for (String id : ids) {
      queue.offer(Event.builder(id, new byte[10]).priority(priority).build());
    }
    scheduler.runDue();
  }

  private void offerUntil(Priority priority, String id, Duration deadline) {
    long untilMillis = time.epochMillis() + deadline.toMillis();
    queue.offer(
        Event.builder(id, new byte[10]).priority(priority).deadlineMillis(untilMillis).build());
  }

  private Account account(Priority priority) {
    return Objects.requireNonNull(queue.figures().lanes().get(priority)).account();
  }

  private void answerAll() {
    while (!sink.open.isEmpty()) {
      sink.open.remove(0).answer(SinkResult.DELIVERED);
      scheduler.runDue();
    }
  }

  @Test
  void deliver_higherLaneStillWaits_startsNothingHeldBackOfALowerOne() {
    sink.script = batch -> DOWN;
    builder.batchEvents(1);
    offer(Priority.BULK, "b1");
    started(circuit());
    offer(Priority.CRITICAL, "c1", "c2");
    sink.script = batch -> null;
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(sink.calls).containsExactly("bulk[b1]", "critical[c1]");
    answerAll();
    assertThat(sink.taken).containsExactly("c1", "c2", "b1");
  }

  @Test
  void deliver_endpointIsDown_opensAndMakesNoCallUntilItIsHalfOpen() {
    sink.script = batch -> DOWN;
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(circuit().openTime(minutes(10), minutes(10)));
    scheduler.advance(minutes(1));
    assertThat(sink.calls).as("five failures in a row open it").hasSize(5);
    assertThat(dispatcher.figures().circuit().state()).isEqualTo(CircuitState.OPEN);
    assertThat(dispatcher.figures().errors()).containsEntry(ErrorCategory.CONNECT, 5L);
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.advance(minutes(3));
    assertThat(sink.calls).as("the open time is at least half of ten minutes").hasSize(5);
    scheduler.advance(minutes(10));
    assertThat(sink.taken).containsExactly("n");
    assertThat(dispatcher.figures().circuit().state()).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(account(Priority.NORMAL).redelivered()).isEqualTo(5);
  }

  @Test
  void deliver_halfOpen_givesTheFirstPermitsToTheHighestLanes() {
    sink.script = batch -> DOWN;
    builder.batchEvents(1).slots(4);
    offer(Priority.BULK, "b1");
    CircuitBreaker circuit = circuit().consecutiveFailures(1).successesToClose(5).build();
    started(circuit);
    offer(Priority.LOW, "l1");
    offer(Priority.CRITICAL, "c1", "c2", "c3");
    offer(Priority.HIGH, "h1");
    sink.script = batch -> null;
    scheduler.advance(minutes(1));
    assertThat(circuit.figures().state()).isEqualTo(CircuitState.HALF_OPEN);
    assertThat(sink.calls).containsExactly("bulk[b1]", "critical[c1]");
    answerAll();
    assertThat(sink.calls.subList(2, 7))
        .containsExactly("critical[c2]", "critical[c3]", "high[h1]", "low[l1]", "bulk[b1]");
    assertThat(sink.taken).containsExactly("c1", "c2", "c3", "h1", "l1", "b1");
    assertThat(circuit.figures().state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void deliver_endpointIsBusy_backsOffAndTheCircuitStaysClosed() {
    sink.script = batch -> BUSY;
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(circuit());
    scheduler.advance(Duration.ofMillis(1_999));
    assertThat(sink.calls).hasSize(1);
    scheduler.advance(Duration.ofSeconds(60));
    assertThat(sink.calls).hasSizeBetween(10, 31);
    assertThat(dispatcher.figures().circuit())
        .extracting("state", "calls")
        .containsExactly(CircuitState.CLOSED, 0L);
    assertThat(dispatcher.figures().errors())
        .containsEntry(ErrorCategory.OVERLOAD, (long) sink.calls.size());
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.advance(Duration.ofSeconds(10));
    assertThat(sink.taken).containsExactly("n");
  }

  @Test
  void deliver_batchIsRefused_isASuccessForTheCircuit() {
    sink.script = batch -> new BatchRefused("400");
    builder.tries(100);
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(circuit());
    scheduler.advance(minutes(5));
    assertThat(dispatcher.figures().batchRefusals()).isGreaterThan(5);
    assertThat(dispatcher.figures().circuit().openedTimes()).isZero();
    assertThat(dispatcher.figures().errors())
        .containsEntry(ErrorCategory.REFUSED, dispatcher.figures().batchRefusals());
  }

  @Test
  void deliver_deadlinesPassWhileTheEndpointIsAway_areExpiredAndNeverHandedOver() {
    sink.script = batch -> DOWN;
    offerUntil(Priority.NORMAL, "n0", Duration.ofMillis(500));
    offer(Priority.NORMAL, "n1");
    offerUntil(Priority.NORMAL, "n2", Duration.ofMillis(500));
    offer(Priority.NORMAL, "n3");
    offerUntil(Priority.NORMAL, "n4", minutes(60));
    offerUntil(Priority.LOW, "l0", Duration.ofMillis(500));
    started(circuit().consecutiveFailures(1).openTime(minutes(1), minutes(1)));
    assertThat(sink.calls).containsExactly("normal[n0, n1, n2, n3, n4]");
    sink.script =
        batch ->
            ScriptedSink.idsOf(batch).contains("n3")
                ? new BatchRefused("400")
                : SinkResult.DELIVERED;
    scheduler.advance(minutes(5));
    assertThat(sink.calls.get(1)).isEqualTo("normal[n1, n3, n4]");
    assertThat(sink.taken).containsExactly("n1", "n4");
    assertThat(account(Priority.NORMAL).expired()).isEqualTo(2);
    assertThat(account(Priority.NORMAL).delivered()).isEqualTo(2);
    assertThat(account(Priority.NORMAL).deadLettered()).isEqualTo(1);
    assertThat(queue.held()).isZero();
    assertThat(account(Priority.NORMAL).redelivered()).as("n1, n3 and n4").isGreaterThan(2);
    assertThat(account(Priority.LOW).expired()).isOne();
  }

  @Test
  void deliver_wholeBatchExpiresWhileItWaits_goesOnWithTheNext() {
    sink.script = batch -> DOWN;
    builder.batchEvents(2);
    offerUntil(Priority.HIGH, "h0", Duration.ofSeconds(5));
    offerUntil(Priority.HIGH, "h1", Duration.ofSeconds(5));
    offer(Priority.HIGH, "h2");
    Dispatcher dispatcher =
        started(circuit().consecutiveFailures(1).openTime(minutes(1), minutes(1)));
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.advance(minutes(2));
    assertThat(sink.calls).containsExactly("high[h0, h1]", "high[h2]");
    assertThat(account(Priority.HIGH).expired()).isEqualTo(2);
    assertThat(account(Priority.HIGH).delivered()).isEqualTo(1);
    assertThat(dispatcher.figures().circuit().halfOpenSuccesses()).as("no call was lost").isOne();
    assertThat(queue.figures().memoryBytes()).isZero();
  }

  @Test
  void forceOpen_stopsAllCallsUntilReset() {
    Dispatcher dispatcher = started(circuit());
    dispatcher.circuit().forceOpen();
    offer(Priority.CRITICAL, "c");
    scheduler.advance(Duration.ofHours(5));
    assertThat(sink.calls).isEmpty();
    dispatcher.circuit().reset();
    scheduler.runDue();
    assertThat(sink.taken).containsExactly("c");
  }

  @Test
  void stop_circuitIsForcedOpen_doesNotWaitForWhatCannotCome() {
    Dispatcher dispatcher = started(circuit());
    dispatcher.circuit().forceOpen();
    offer(Priority.CRITICAL, "c");
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(queue.held()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "PT2S"})
  void stop_circuitIsOpen_endsAtOnceOnlyIfItStaysOpenForLonger(Duration openTime) {
    sink.script = batch -> DOWN;
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(circuit().openTime(openTime, openTime));
    scheduler.advance(Duration.ofMillis(1_500));
    assertThat(dispatcher.figures().circuit().state()).isEqualTo(CircuitState.OPEN);
    sink.script = batch -> SinkResult.DELIVERED;
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.runDue();
    boolean isLong = openTime.compareTo(Duration.ofSeconds(20)) > 0;
    assertThat(stopped.toCompletableFuture().isDone()).isEqualTo(isLong);
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(sink.taken).hasSize(isLong ? 0 : 1);
  }

  @Test
  void stop_aCallIsUnderWayWhileTheCircuitIsForcedOpen_waitsForItsAnswer() {
    sink.script = batch -> null;
    offer(Priority.NORMAL, "n1", "n2");
    Dispatcher dispatcher = started(circuit());
    dispatcher.circuit().forceOpen();
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(stopped.toCompletableFuture()).isNotCompleted();
    answerAll();
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(sink.taken).containsExactly("n1", "n2");
  }

  @Test
  void stop_retriesAreDueAfterTheDrain_doesNotWaitForThem() {
    builder.retryDelay(minutes(1), 1).batchEvents(1);
    sink.script = batch -> new BatchRefused("422");
    offer(Priority.NORMAL, "n1");
    Dispatcher dispatcher = started(circuit());
    sink.script = batch -> null;
    offer(Priority.LOW, "l1");
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.advance(Duration.ofSeconds(5));
    assertThat(stopped.toCompletableFuture()).as("something is in delivery").isNotCompleted();
    answerAll();
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(queue.held()).isEqualTo(1);
  }

  @Test
  void stop_retriesAreDueWithinTheDrain_areDelivered() {
    sink.script = batch -> new BatchRefused("422");
    offer(Priority.NORMAL, "n1");
    Dispatcher dispatcher = started(circuit());
    sink.script = batch -> SinkResult.DELIVERED;
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isNotCompleted();
    scheduler.advance(Duration.ofSeconds(3));
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(sink.taken).containsExactly("n1");
  }

  @Test
  void stop_secondTimeWithoutTime_hastens() {
    sink.script = batch -> null;
    offer(Priority.NORMAL, "n1");
    Dispatcher dispatcher = started(circuit());
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(20));
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(stopped.toCompletableFuture()).isNotCompleted();
    dispatcher.stop(Duration.ZERO);
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isCompleted();
    assertThat(queue.held()).isEqualTo(1);
  }

  @Test
  void monitor_endpointIsDown_callsGoOnAfterEachBackOff() {
    sink.script = batch -> DOWN;
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(circuit().mode(Mode.MONITOR));
    scheduler.advance(minutes(1));
    CircuitFigures figures = dispatcher.figures().circuit();
    assertThat(sink.calls).hasSizeGreaterThan(12);
    assertThat(figures.wouldHaveRefused()).isPositive();
    assertThat(figures.refused()).isZero();
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.advance(minutes(1));
    assertThat(sink.taken).containsExactly("n");
  }

  @Test
  void deliver_callsOfOneMomentFailTogether_backsOffOnce() {
    sink.script = batch -> null;
    builder.slots(4);
    offer(Priority.CRITICAL, "c");
    started(circuit());
    offer(Priority.HIGH, "h");
    offer(Priority.NORMAL, "n");
    offer(Priority.LOW, "l");
    assertThat(sink.open).hasSize(4);
    time.advance(Duration.ofMillis(1));
    sink.open.forEach(call -> call.answer(DOWN));
    sink.script = batch -> SinkResult.DELIVERED;
    scheduler.runDue();
    scheduler.advance(Duration.ofMillis(75));
    assertThat(sink.taken).containsExactly("c", "h", "n", "l");
  }

  /** A sink that fails two calls in five, then hangs, then heals, under load of all lanes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void deliver_sinkFailsHangsAndHeals_losesNothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    builder.batchEvents(10).slots(3);
    int[] phase = {0};
    sink.script =
        batch ->
            switch (phase[0]) {
              case 0 -> random.nextInt(5) < 2 ? DOWN : SinkResult.DELIVERED;
              case 1 -> null;
              default -> SinkResult.DELIVERED;
            };
    Dispatcher dispatcher =
        started(circuit().failureRate(0.3).answerTime(Duration.ofSeconds(5)).successesToClose(3));
    int offered = 0;
    for (int step = 0; step < 300; step++) {
      phase[0] = step / 100;
      for (Priority priority : Priority.values()) {
        offer(priority, priority.token() + "-" + step);
        offered++;
      }
      scheduler.advance(Duration.ofMillis(100));
      if (step == 199) {
        sink.open.forEach(call -> call.answer(DOWN));
      }
    }
    assertThat(dispatcher.figures().circuit().openedTimes()).isPositive();
    scheduler.advance(minutes(3));
    assertThat(queue.held()).isZero();
    assertThat(sink.taken).hasSize(offered);
    assertThat(new HashSet<>(sink.taken)).hasSize(offered);
    for (Priority priority : Priority.values()) {
      assertThat(sink.taken.stream().filter(id -> id.startsWith(priority.token())))
          .as("order of " + priority)
          .containsExactlyElementsOf(
              IntStream.range(0, 300).mapToObj(step -> priority.token() + "-" + step).toList());
    }
    assertThat(dispatcher.figures().circuit().state()).isEqualTo(CircuitState.CLOSED);
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
