package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads in all forms of asking, with timeouts, interrupts, listeners that throw. */
class LimiterThreadsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 4_000;

  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
  private final AtomicInteger atWork = new AtomicInteger();
  private final AtomicInteger mostAtWork = new AtomicInteger();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private void run(Limiter limiter, int slotsAtMost) throws Exception {
    CountDownLatch asynchronous = new CountDownLatch(THREADS * ROUNDS / 4);
    List<Future<?>> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      SplittableRandom random = new SplittableRandom(thread);
      threads.add(executor.submit(() -> thread(limiter, random, asynchronous)));
    }
    for (Future<?> thread : threads) {
      try {
        thread.get(1, TimeUnit.MINUTES);
      } catch (ExecutionException e) {
        throw new AssertionError("a thread failed", e.getCause());
      }
    }
    assertThat(asynchronous.await(1, TimeUnit.MINUTES)).as("everybody was told").isTrue();
    LimiterFigures figures = limiter.figures();
    assertThat(figures.inFlight()).isZero();
    assertThat(figures.waiting().values()).allMatch(count -> count == 0);
    assertThat(mostAtWork.get()).isLessThanOrEqualTo(slotsAtMost);
    assertThat(atWork.get()).isZero();
  }

  private void thread(Limiter limiter, SplittableRandom random, CountDownLatch asynchronous) {
    for (int round = 0; round < ROUNDS; round++) {
      Request request =
          Request.of(Priority.values()[random.nextInt(5)])
              .withTenant("tenant-" + random.nextInt(20))
              .withTime(Duration.ofNanos(1 + random.nextInt(2_000_000)));
      switch (round % 4) {
        case 0 -> blocking(limiter, request, random.nextInt(10) == 0);
        case 1 -> ticket(limiter, request);
        case 2 -> limiter.acquire(request, new Worker(asynchronous, random.nextInt(20) == 0));
        default -> held(limiter.tryAcquire(request));
      }
    }
  }

  private void blocking(Limiter limiter, Request request, boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try (Permit permit = limiter.acquire(request)) {
      work();
      permit.succeeded();
    } catch (OverloadException | InterruptedException e) {
      assertThat(e.getStackTrace()).as("either").isNotNull();
    }
    Thread.interrupted();
  }

  private void ticket(Limiter limiter, Request request) {
    long ticket = limiter.tryAcquireTicket(request);
    if (ticket != Limiter.REFUSED) {
      work();
      assertThat(limiter.complete(ticket, Outcome.SUCCEEDED)).isTrue();
      assertThat(limiter.complete(ticket, Outcome.FAILED)).isFalse();
    }
  }

  private void held(@org.jspecify.annotations.Nullable Permit permit) {
    if (permit != null) {
      work();
      permit.close();
    }
  }

  private void work() {
    mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
    Thread.onSpinWait();
    atWork.decrementAndGet();
  }

  private final class Worker implements AcquireCallback {
    private final CountDownLatch told;
    private final boolean throwing;

    private Worker(CountDownLatch told, boolean throwing) {
      this.told = told;
      this.throwing = throwing;
    }

    @Override
    public void admitted(Permit permit) {
      told.countDown();
      work();
      if (throwing) {
        throw new IllegalStateException("thrown on purpose");
      }
      permit.complete(Outcome.SUCCEEDED);
    }

    @Override
    public void refused(Refused decision) {
      told.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void allForms_together_neverExceedTheSlotsAndLeaveNothing(int slots) throws Exception {
    try (Limiter limiter = Limiter.builder("test").slots(slots).mostWaiting(20).build()) {
      run(limiter, slots);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void slots_changeAllTheTime_leaveNothing(int slots) throws Exception {
    try (Limiter limiter = Limiter.builder("test").slots(slots).build()) {
      Future<?> changing =
          executor.submit(
              () -> {
                for (int round = 0; round < 20_000; round++) {
                  limiter.slots(1 + round % slots);
                }
              });
      run(limiter, slots);
      changing.get();
    }
  }
}
