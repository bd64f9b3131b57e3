package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.concurrency.TicksByHand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two who ask again and again and are told no from memory, and one who waits. */
class RepeatedRefusalCollisionTest {
  private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int TRIES = 3;

  private final TicksByHand ticks = new TicksByHand();
  private final Limiter limiter =
      Limiter.builder("shared")
          .slots(1)
          .mostWaiting(1)
          .scheduler(ticks)
          .deadline(Duration.ofHours(1))
          .partition("one", 1)
          .partition("other", 1)
          .build();
  private final Request one = Request.of(Priority.HIGH).withDependency("one");
  private final Request other = Request.of(Priority.HIGH).withDependency("other");
  private final List<Eager> eager = List.of(new Eager(), new Eager());
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean done;

  @BeforeEach
  void begin() {
    for (Eager one : eager) {
      Thread thread = new Thread(one);
      threads.add(thread);
      thread.start();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    done = true;
    for (Thread thread : threads) {
      thread.join();
    }
    limiter.close();
    assertThat(limiter.figures().inFlight()).isZero();
  }

  @Test
  void complete_othersAreRefusedAtThatMoment_servesWhoWaits() {
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < RUN_NANOS) {
      Permit held = limiter.tryAcquire(other);
      if (held != null) {
        Waiting waiting = new Waiting();
        limiter.acquire(one, waiting);
        held.succeeded();
        long first = eager.get(0).tries.get() + TRIES;
        long second = eager.get(1).tries.get() + TRIES;
        while (waiting.answer.get() == null
            && (eager.get(0).tries.get() < first || eager.get(1).tries.get() < second)) {
          Thread.onSpinWait();
        }
        boolean passedOver = waiting.answer.get() == null && limiter.figures().inFlight() == 0;
        assertThat(passedOver && waiting.answer.get() == null).as("idle, and not given").isFalse();
        while (waiting.answer.get() == null) {
          Thread.onSpinWait();
        }
      }
    }
    assertThat(eager).allMatch(each -> each.tries.get() > 0);
  }

  /** Asks, and is done with its work at once. */
  private final class Eager implements Runnable, AcquireCallback {
    private final AtomicLong tries = new AtomicLong();

    @Override
    public void run() {
      while (!done) {
        limiter.acquire(one, this);
        tries.incrementAndGet();
      }
    }

    @Override
    public void admitted(Permit permit) {
      permit.succeeded();
    }

    @Override
    public void refused(Refused decision) {}
  }

  private static final class Waiting implements AcquireCallback {
    private final AtomicReference<@Nullable String> answer = new AtomicReference<>();

    @Override
    public void admitted(Permit permit) {
      permit.succeeded();
      answer.set("admitted");
    }

    @Override
    public void refused(Refused decision) {
      answer.set("refused");
    }
  }
}
