package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Refused;
import dev.spillway.WaitFigures;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingAcquireTest {
  private final Limiter limiter =
      Limiter.builder("test").slots(1).deadline(Duration.ofSeconds(20)).build();

  @AfterEach
  void nothingIsLeft() {
    LimiterFigures figures = limiter.figures();
    assertThat(figures.available()).isEqualTo(figures.limit());
    assertThat(figures.waiting().values()).allMatch(count -> count == 0);
    limiter.close();
  }

  private CompletableFuture<Permit> inThread(Request request, AtomicReference<Thread> thread) {
    CompletableFuture<Permit> result = new CompletableFuture<>();
    Thread started =
        new Thread(
            () -> {
              try {
                result.complete(limiter.acquire(request));
              } catch (OverloadException | InterruptedException e) {
                result.completeExceptionally(e);
              }
            });
    thread.set(started);
    started.start();
    return result;
  }

  private void awaitWaiting(int count) {
    await()
        .until(() -> limiter.figures().waiting().values().stream().mapToInt(n -> n).sum() == count);
  }

  @Test
  void acquire_slotIsGivenBack_wakesTheThread() throws Exception {
    Permit held = limiter.acquire(Request.of(Priority.NORMAL));
    CompletableFuture<Permit> waiting =
        inThread(Request.of(Priority.NORMAL), new AtomicReference<>());
    awaitWaiting(1);
    held.succeeded();
    waiting.join().succeeded();
    WaitFigures waits = requireNonNull(limiter.figures().waits().get(Priority.NORMAL));
    assertThat(waits.count()).as("the first had no need to wait").isEqualTo(1);
  }

  @Test
  void acquire_timeIsUp_throwsWithTheDecisionAndNoStack() throws Exception {
    Permit held = limiter.acquire(Request.of(Priority.NORMAL));
    Request hurried = Request.of(Priority.NORMAL).withTime(Duration.ofMillis(30));
    assertThatThrownBy(() -> limiter.acquire(hurried))
        .isInstanceOfSatisfying(
            OverloadException.class,
            e -> {
              assertThat(e.decision().reason()).isEqualTo(Reason.DEADLINE_PASSED);
              assertThat(e.getStackTrace()).isEmpty();
              assertThat(e).hasMessageStartingWith("refused: deadline-passed");
            });
    held.succeeded();
    limiter.acquire(hurried).succeeded();
  }

  @Test
  void release_afterTimedOutWaiter_returnsThePermit() throws Exception {
    Permit held = limiter.acquire(Request.of(Priority.NORMAL));
    CompletableFuture<Permit> waiting =
        inThread(
            Request.of(Priority.NORMAL).withTime(Duration.ofMillis(20)), new AtomicReference<>());
    assertThatThrownBy(waiting::join).isInstanceOf(CompletionException.class);
    held.succeeded();
    assertThat(limiter.figures().available()).isEqualTo(1);
  }

  @Test
  void acquire_interruptedWhileWaiting_leavesTheQueue() throws Exception {
    Permit held = limiter.acquire(Request.of(Priority.NORMAL));
    AtomicReference<Thread> thread = new AtomicReference<>();
    CompletableFuture<Permit> waiting = inThread(Request.of(Priority.NORMAL), thread);
    awaitWaiting(1);
    requireNonNull(thread.get()).interrupt();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(InterruptedException.class);
    assertThat(limiter.figures().waiting().values()).allMatch(count -> count == 0);
    held.succeeded();
    limiter.acquire(Request.of(Priority.NORMAL)).succeeded();
  }

  @Test
  void acquire_interruptedBefore_throwsOnlyIfItHasToWait() throws Exception {
    Thread.currentThread().interrupt();
    Permit held = limiter.acquire(Request.of(Priority.NORMAL));
    assertThatThrownBy(() -> limiter.acquire(Request.of(Priority.NORMAL)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    held.succeeded();
  }

  @Test
  void acquire_displacesAnother_tellsItBeforeItWaits() throws Exception {
    try (Limiter narrow =
        Limiter.builder("narrow")
            .slots(1)
            .mostWaiting(1)
            .deadline(Duration.ofHours(1))
            .scheduler(new VirtualScheduler(new ManualTime(0)))
            .build()) {
      Permit held = narrow.acquire(Request.of(Priority.NORMAL));
      CompletableFuture<Refused> displaced = new CompletableFuture<>();
      narrow.acquire(
          Request.of(Priority.LOW),
          new AcquireCallback() {
            @Override
            public void admitted(Permit permit) {
              displaced.completeExceptionally(new AssertionError("admitted"));
            }

            @Override
            public void refused(Refused decision) {
              displaced.complete(decision);
            }
          });
      Thread high =
          new Thread(
              () -> {
                try {
                  narrow.acquire(Request.of(Priority.HIGH)).succeeded();
                } catch (OverloadException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      high.start();
      assertThat(displaced.join().reason()).isEqualTo(Reason.DISPLACED);
      held.succeeded();
      high.join();
    }
  }
}
