package dev.spillway.benchmarks.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.LimiterBuilder;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimiterAllocationTest {
  /** Enough to run what is done now and then, and to link what is linked on first use. */
  private static final int RUNS = 4;

  private static final int CALLS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what was told, as callers do. */
  private @Nullable Refused refused;

  private final Request request = Request.of(Priority.NORMAL);

  /** The least of a few runs: now and then the JVM itself allocates, as when it compiles. */
  private long allocatedBytes(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      run(call);
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return least;
  }

  private static void run(Runnable call) {
    for (int index = 0; index < CALLS; index++) {
      call.run();
    }
  }

  private static LimiterBuilder settings() {
    return Limiter.builder("test").longestHold(Duration.ofHours(1)).deadline(Duration.ofHours(1));
  }

  @Test
  void ticket_takenAndGivenBack_allocatesNothing() {
    try (Limiter limiter = settings().slots(2).build()) {
      assertThat(
              allocatedBytes(
                  () -> limiter.complete(limiter.tryAcquireTicket(request), Outcome.SUCCEEDED)))
          .isLessThan(CALLS);
    }
  }

  @Test
  void acquire_likeWhatWasRefused_allocatesNothing() {
    Request lower = Request.of(Priority.LOW).withTime(Duration.ofHours(2));
    try (Limiter limiter = settings().slots(1).mostWaiting(0).build()) {
      assertThat(limiter.tryAcquireTicket(request)).isNotEqualTo(Limiter.REFUSED);
      assertThat(
              allocatedBytes(
                  () -> {
                    limiter.acquire(request, Nobody.INSTANCE);
                    limiter.acquire(lower, Nobody.INSTANCE);
                    refuse(limiter);
                  }))
          .isLessThan(CALLS);
      assertThat(refused).isNotNull();
    }
  }

  private void refuse(Limiter limiter) {
    try (Permit permit = limiter.acquire(request)) {
      throw new IllegalStateException("a request must be refused: " + permit.failed());
    } catch (OverloadException e) {
      refused = e.decision();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
