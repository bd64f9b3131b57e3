package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** A pool of 20 that takes 10 ms for each, behind a limit that nobody told it. */
class AdaptiveRecoveryTest {
  private static final int POOL = 20;
  private static final Duration SERVICE = Duration.ofMillis(10);

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(7));
  private final Limiter limiter =
      Limiter.builder("adaptive")
          .slots(POOL)
          .adaptive(1, 200)
          .deadline(Duration.ofMillis(500))
          .scheduler(scheduler)
          .build();
  private final Deque<Permit> queued = new ArrayDeque<>();
  private int busy;
  private boolean failing;

  private void begin(Permit permit) {
    if (failing) {
      scheduler.schedule(permit::failed, 50_000);
    } else if (busy < POOL) {
      busy++;
      scheduler.schedule(() -> end(permit), SERVICE.toNanos());
    } else {
      queued.add(permit);
    }
  }

  private void end(Permit permit) {
    busy--;
    permit.succeeded();
    Permit next = queued.poll();
    if (next != null) {
      begin(next);
    }
  }

  /** Four times what the pool can do. */
  private void load(int seconds) {
    for (int call = 0; call < seconds * 8_000; call++) {
      scheduler.advance(Duration.ofNanos(125_000));
      limiter.acquire(
          Request.of(Priority.NORMAL),
          new AcquireCallback() {
            @Override
            public void admitted(Permit permit) {
              begin(permit);
            }

            @Override
            public void refused(Refused decision) {}
          });
    }
  }

  @Test
  void adaptive_afterEverythingFailedAtOnce_comesBackFromItsMost() {
    load(5);
    failing = true;
    load(5);
    failing = false;
    load(20);
    assertThat(limiter.figures().limit()).isBetween(15, 60);
  }
}
