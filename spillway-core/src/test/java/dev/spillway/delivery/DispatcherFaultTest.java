package dev.spillway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spillway.Priority;
import dev.spillway.delivery.SinkResult.EndpointFailed;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.delivery.SinkResult.EventsRefused;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sinks that break the rules must cost no event and hold nothing up. */
class DispatcherFaultTest {
  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private final ManualTime time = new ManualTime(5);
  private final VirtualScheduler scheduler = new VirtualScheduler(time);
  private final EventQueue queue = EventQueue.builder("test").time(time).build();

  @AfterEach
  void accountsAreExact() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private void offer(Priority priority, String id) {
    queue.offer(Event.builder(id, new byte[10]).priority(priority).build());
  }

  private long delivered(Priority priority) {
    return Objects.requireNonNull(queue.figures().lanes().get(priority)).account().delivered();
  }

  private Dispatcher started(Sink sink) {
    Dispatcher dispatcher = Dispatcher.builder(queue, sink, scheduler).slots(2).build();
    dispatcher.start();
    scheduler.runDue();
    return dispatcher;
  }

  @Test
  void deliver_sinkGivesNoResult_isAFailureAndNoDelivery() {
    assertIsTriedAgain(() -> CompletableFuture.completedStage(null));
  }

  @Test
  @NullUnmarked
  void deliver_sinkGivesNoStage_isAFailureAndTheLaneGoesOn() {
    assertIsTriedAgain(() -> null);
  }

  @Test
  void deliver_sinkThrowsAnError_isAFailureAndTheLaneGoesOn() {
    assertIsTriedAgain(
        () -> {
          throw new NoClassDefFoundError("gone");
        });
  }

  @Test
  void deliver_sinkThrowsACheckedException_isAFailureAndTheLaneGoesOn() {
    assertIsTriedAgain(
        () -> {
          throw DispatcherFaultTest.<RuntimeException>unchecked(new IOException("as Kotlin may"));
        });
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void deliver_exceptionCannotBeDescribed_isAFailureAndTheLaneGoesOn() {
    assertIsTriedAgain(
        () ->
            CompletableFuture.failedFuture(
                new IllegalStateException() {
                  @Override
                  public String getMessage() {
                    throw new IllegalStateException("no words");
                  }
                }));
  }

  @Test
  void deliver_sinkRefusesAnEventThatItWasNotGiven_isAFailureAndNoDelivery() {
    assertIsTriedAgain(
        () ->
            CompletableFuture.completedStage(
                new SinkResult.EventsRefused(
                    List.of(new SinkResult.EventRefusal(1, "not yours")))));
  }

  @Test
  void deliver_sinkAsksForAnEndlessPause_waitsTheLongestPauseAndGoesOn() {
    assertIsTriedAgain(
        () -> CompletableFuture.completedStage(new EndpointFailed("never again", FOREVER)));
  }

  private void assertIsTriedAgain(Supplier<CompletionStage<@Nullable SinkResult>> first) {
    OnceFaulty sink = new OnceFaulty(first);
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(sink);
    assertThat(delivered(Priority.NORMAL)).isZero();
    assertThat(dispatcher.figures().endpointFailures()).isEqualTo(1);
    scheduler.advance(Duration.ofMinutes(2));
    assertThat(delivered(Priority.NORMAL)).isEqualTo(1);
  }

  @Test
  void stop_sinkFailsToClose_completesAllTheSame() {
    ScriptedSink scripted = new ScriptedSink();
    Dispatcher dispatcher =
        started(
            new Sink() {
              @Override
              public CompletionStage<SinkResult> deliver(BatchView batch) {
                return scripted.deliver(batch);
              }

              @Override
              public void close() {
                throw new IllegalStateException("cannot close");
              }
            });
    CompletionStage<Void> stopped = dispatcher.stop(Duration.ofSeconds(1));
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isCompleted();
  }

  @Test
  void stop_endlessDrain_completesWhenTheQueueIsEmpty() {
    offer(Priority.NORMAL, "n");
    Dispatcher dispatcher = started(new ScriptedSink());
    CompletionStage<Void> stopped = dispatcher.stop(FOREVER);
    scheduler.runDue();
    assertThat(stopped.toCompletableFuture()).isCompleted();
  }

  @Test
  void deliver_retryIsDueWhileAllSlotsAreTaken_waitsWithoutSpinning() {
    ScriptedSink sink = new ScriptedSink();
    sink.script = batch -> new EventsRefused(List.of(new EventRefusal(0, "not yet")));
    offer(Priority.LOW, "l");
    started(sink);
    sink.script = batch -> null;
    offer(Priority.HIGH, "h");
    // A spinning dispatcher hands itself over for the same instant again and again.
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> scheduler.advance(Duration.ofMinutes(1)));
    assertThat(sink.calls).containsExactly("low[l]", "high[h]");
    sink.script = batch -> SinkResult.DELIVERED;
    sink.open.remove(0).answer(SinkResult.DELIVERED);
    scheduler.runDue();
    assertThat(sink.taken).containsExactly("h", "l");
  }

  /** Answers its first call as it is told, and the others well. */
  private static final class OnceFaulty implements Sink {
    private final Supplier<CompletionStage<@Nullable SinkResult>> first;
    private boolean asked;

    OnceFaulty(Supplier<CompletionStage<@Nullable SinkResult>> first) {
      this.first = first;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // a sink that breaks its contract
    public CompletionStage<SinkResult> deliver(BatchView batch) {
      if (asked) {
        return CompletableFuture.completedStage(SinkResult.DELIVERED);
      }
      asked = true;
      return (CompletionStage<SinkResult>) (CompletionStage<?>) first.get();
    }

    @Override
    public void close() {}
  }
}
