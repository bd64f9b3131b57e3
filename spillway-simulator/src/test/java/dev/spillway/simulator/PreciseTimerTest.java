package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.time.TaskScheduler.ScheduledTask;
import dev.spillway.time.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreciseTimerTest {
  private static final TimeSource TIME = TimeSource.system();

  private final Delays delays = new Delays();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final PreciseTimer timer = new PreciseTimer("test", TIME, delays, failure::complete);

  @AfterEach
  void close() {
    timer.close();
  }

  private static long inMillis(long millis) {
    return TIME.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void schedule_whateverTheOrderGiven_runsInTheOrderOfMomentsAndNeverEarly()
      throws InterruptedException {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    List<Long> early = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(4);
    long start = inMillis(20);
    for (int at : new int[] {3, 1, 2, 0}) {
      long moment = start + at * 1_000_000L;
      timer.schedule(
          () -> {
            ran.add(at);
            if (TIME.nanoTime() < moment) {
              early.add(moment);
            }
            done.countDown();
          },
          moment);
    }
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(0, 1, 2, 3);
    assertThat(early).isEmpty();
  }

  @Test
  void schedule_cancelled_doesNotRun() throws InterruptedException {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    long moment = inMillis(50);
    ScheduledTask taken = timer.schedule(() -> ran.add("taken back"), moment);
    timer.schedule(done::countDown, moment + 1);
    taken.cancel();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).isEmpty();
  }

  @Test
  void lateNanos_isOfTheRunningTaskAndForItsThreadAlone()
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Long> late = new CompletableFuture<>();
    timer.schedule(() -> late.complete(timer.lateNanos()), inMillis(-5));
    assertThat(late.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(5_000_000L);
    assertThat(timer.lateNanos()).isZero();
    timer.close();
    assertThat(delays.lateness().mostMicros()).isEqualTo(late.get() / 1e3);
  }

  @Test
  void schedule_taskThatThrows_isToldAndTheOthersGoOn()
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    IllegalStateException thrown = new IllegalStateException("not today");
    timer.schedule(
        () -> {
          throw thrown;
        },
        inMillis(0));
    timer.schedule(() -> next.complete(true), inMillis(1));
    assertThat(failure.get(10, TimeUnit.SECONDS)).isSameAs(thrown);
    assertThat(next.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void close_dropsWhatHasNotRun() {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    timer.schedule(() -> ran.add("too late"), inMillis(50));
    timer.close();
    assertThat(ran).isEmpty();
  }
}
