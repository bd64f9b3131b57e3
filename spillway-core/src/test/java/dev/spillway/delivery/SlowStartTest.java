package dev.spillway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.delivery.SinkResult.EndpointFailed;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a dispatcher that begins with a backlog leaves time to what is critical. */
class SlowStartTest {
  private static final Duration CALL = Duration.ofMillis(10);

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(7));
  private final EventQueue queue = EventQueue.builder("test").time(scheduler.time()).build();
  private final ScriptedSink sink = new ScriptedSink();
  private final List<Integer> sizes = new ArrayList<>();

  private Dispatcher started(int batchEvents) {
    sink.script =
        batch -> {
          sizes.add(batch.size());
          return null;
        };
    Dispatcher dispatcher =
        Dispatcher.builder(queue, sink, scheduler).batchEvents(batchEvents).build();
    dispatcher.start();
    scheduler.runDue();
    return dispatcher;
  }

  private void offer(Priority priority, int count) {
    List<Event> events = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      events.add(
          Event.builder(priority.token() + "-" + number, new byte[10]).priority(priority).build());
    }
    assertThat(queue.offer(events).toCompletableFuture().join().accepted()).isEqualTo(count);
  }

  /** Lets the call that is out take {@code time}, and answers it. */
  private void answerAfter(Duration time, SinkResult result) {
    assertThat(sink.open).as("calls that are out").hasSize(1);
    scheduler.advance(time);
    sink.open.remove(0).answer(result);
    scheduler.runDue();
  }

  @Test
  void backlog_callsSucceed_batchesDoubleUpToTheBound() {
    offer(Priority.NORMAL, 400);
    started(100);
    while (queue.held() > 0) {
      answerAfter(CALL, SinkResult.DELIVERED);
      scheduler.advance(CALL);
    }
    assertThat(sizes).containsExactly(8, 16, 32, 64, 100, 100, 80);
  }

  @Test
  void backlog_callWasAnswered_theNextWaitsAsLongAsItTookUntilTheBoundIsReached() {
    offer(Priority.NORMAL, 300);
    started(32);
    answerAfter(CALL, SinkResult.DELIVERED);
    scheduler.advance(CALL.minusNanos(1));
    assertThat(sizes).as("while it rests").containsExactly(8);
    scheduler.advance(Duration.ofNanos(1));
    assertThat(sizes).as("after a rest as long as the call").containsExactly(8, 16);
    answerAfter(CALL, SinkResult.DELIVERED);
    assertThat(sizes).as("no rest any more").containsExactly(8, 16, 32);
  }

  @Test
  void backlog_criticalArrivesDuringARest_isDeliveredAtOnce() {
    offer(Priority.BULK, 100);
    started(100);
    answerAfter(CALL, SinkResult.DELIVERED);
    offer(Priority.CRITICAL, 3);
    scheduler.runDue();
    assertThat(sizes).containsExactly(8, 3);
    answerAfter(Duration.ofMillis(1), SinkResult.DELIVERED);
    scheduler.advance(CALL.minusMillis(2));
    assertThat(sizes).as("what is critical shortens no rest").containsExactly(8, 3);
    scheduler.advance(Duration.ofMillis(1));
    assertThat(sizes).as("a batch that was not full makes none larger").containsExactly(8, 3, 16);
  }

  @Test
  void backlog_criticalAlone_restsNever() {
    offer(Priority.CRITICAL, 40);
    started(100);
    answerAfter(CALL, SinkResult.DELIVERED);
    answerAfter(CALL, SinkResult.DELIVERED);
    answerAfter(CALL, SinkResult.DELIVERED);
    assertThat(sizes).containsExactly(8, 16, 16);
  }

  @Test
  void backlog_sinkIsSlow_isOverASecondAfterTheFirstAnswer() {
    offer(Priority.NORMAL, 500);
    started(400);
    answerAfter(Duration.ofSeconds(20), SinkResult.DELIVERED);
    scheduler.advance(Duration.ofMillis(999));
    assertThat(sizes).containsExactly(8);
    scheduler.advance(Duration.ofMillis(1));
    assertThat(sizes).containsExactly(8, 16);
    answerAfter(Duration.ofSeconds(20), SinkResult.DELIVERED);
    assertThat(sizes).as("with no rest").containsExactly(8, 16, 400);
  }

  @Test
  void backlog_endpointFails_hasNotBegun() {
    offer(Priority.NORMAL, 100);
    started(100);
    answerAfter(Duration.ofSeconds(20), new EndpointFailed("down", Duration.ZERO));
    scheduler.advance(Duration.ofSeconds(1));
    answerAfter(CALL, SinkResult.DELIVERED);
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(sizes).containsExactly(8, 8, 16);
  }

  @Test
  void stop_duringARest_deliversTheRestOfTheQueue() {
    offer(Priority.NORMAL, 20);
    Dispatcher dispatcher = started(100);
    answerAfter(CALL, SinkResult.DELIVERED);
    var stopped = dispatcher.stop(Duration.ofSeconds(5)).toCompletableFuture();
    scheduler.advance(CALL);
    assertThat(stopped).isNotDone();
    answerAfter(CALL, SinkResult.DELIVERED);
    assertThat(stopped).isCompleted();
    assertThat(sizes).containsExactly(8, 12);
  }
}
