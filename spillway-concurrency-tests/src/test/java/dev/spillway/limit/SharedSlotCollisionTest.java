package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.concurrency.TicksByHand;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One slot that two dependencies share, and somebody who tries again and again. */
class SharedSlotCollisionTest {
  private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int TRIES = 3;
  private static final int SPINS_AT_WORK = 20;

  private final TicksByHand ticks = new TicksByHand();
  private final Limiter limiter =
      Limiter.builder("shared")
          .slots(1)
          .scheduler(ticks)
          .deadline(Duration.ofHours(1))
          .partition("one", 1)
          .partition("other", 1)
          .build();
  private final Request one = Request.of(Priority.HIGH).withDependency("one");
  private final Request other = Request.of(Priority.HIGH).withDependency("other");
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicInteger mostWorking = new AtomicInteger();
  private final AtomicLong tries = new AtomicLong();
  private final Thread eager = new Thread(this::tryAgainAndAgain);
  private volatile boolean done;

  private void tryAgainAndAgain() {
    while (!done) {
      work(limiter.tryAcquireTicket(one), Outcome.SUCCEEDED);
      tries.incrementAndGet();
    }
  }

  private boolean work(long ticket, Outcome outcome) {
    if (ticket == Limiter.REFUSED) {
      return false;
    }
    mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
    for (int spins = 0; spins < SPINS_AT_WORK; spins++) {
      Thread.onSpinWait();
    }
    working.decrementAndGet();
    return limiter.complete(ticket, outcome);
  }

  @AfterEach
  void end() throws InterruptedException {
    done = true;
    eager.join();
    assertThat(limiter.figures().available()).isEqualTo(1);
    limiter.close();
  }

  private void isServedSoon(Waiting waiting) {
    long until = tries.get() + TRIES;
    while (waiting.permit.get() == null && tries.get() < until) {
      Thread.onSpinWait();
    }
    Permit permit = waiting.permit.get();
    assertThat(permit != null && permit.succeeded()).as("idle, and not given").isTrue();
  }

  @Test
  void complete_somebodyElseTriesInVainAtThatMoment_servesWhoWaits() {
    eager.start();
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < RUN_NANOS) {
      Permit held = limiter.tryAcquire(other);
      if (held != null) {
        Waiting waiting = new Waiting();
        limiter.acquire(one, waiting);
        held.succeeded();
        isServedSoon(waiting);
      }
    }
    assertThat(tries).hasPositiveValue();
  }

  @Test
  void acquire_theSlotComesBackAtThatMoment_isServed() {
    eager.start();
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < RUN_NANOS) {
      Waiting waiting = new Waiting();
      limiter.acquire(one, waiting);
      isServedSoon(waiting);
    }
    assertThat(tries).hasPositiveValue();
  }

  @Test
  void tryAcquire_aProbeMeetsSoundWork_neverTakesASlotTooMany() {
    work(limiter.tryAcquireTicket(other), Outcome.TIMED_OUT);
    assertThat(limiter.figures().hanging()).containsExactly("other");
    eager.start();
    long probes = 0;
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < RUN_NANOS) {
      ticks.advance(Duration.ofMinutes(1));
      probes += work(limiter.tryAcquireTicket(other), Outcome.TIMED_OUT) ? 1 : 0;
    }
    assertThat(probes).as("probes").isPositive();
    assertThat(mostWorking).hasValue(1);
  }

  private static final class Waiting implements AcquireCallback {
    private final AtomicReference<@Nullable Permit> permit = new AtomicReference<>();

    @Override
    public void admitted(Permit granted) {
      permit.set(granted);
    }

    @Override
    public void refused(Refused decision) {
      throw new AssertionError(decision.toString());
    }
  }
}
