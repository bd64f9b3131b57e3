package dev.spillway.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a tenant takes of the heap that is known, was refused, and had something done. */
class TenantMemoryTest {
  private static final int TENANTS = 20_000;
  private static final Duration TOO_SHORT = Duration.ofNanos(1_000);

  private final VirtualScheduler scheduler = new VirtualScheduler(new ManualTime(7));
  private final Limiter limiter =
      Limiter.builder("memory")
          .slots(1)
          .deadline(Duration.ofMillis(100))
          .tenants(TENANTS)
          .scheduler(scheduler)
          .build();

  @Test
  void tenants_knownAndRefused_takeUnderTwoHundredBytesEachWithTheirNames() {
    long empty = usedBytes();
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      Request request = Request.of(Priority.NORMAL).withTenant("tenant-" + tenant);
      Permit held = requireNonNull(limiter.tryAcquire(Request.of(Priority.NORMAL)));
      Outcomes outcomes = new Outcomes();
      limiter.acquire(request.withTime(TOO_SHORT), outcomes);
      limiter.acquire(request, outcomes);
      scheduler.advance(LimiterRig.SERVICE);
      held.succeeded();
      scheduler.advance(LimiterRig.SERVICE);
      requireNonNull(outcomes.permit).succeeded();
    }
    long bytes = usedBytes() - empty;
    assertThat(limiter.figures().refused().get(Priority.NORMAL)).isNotEmpty();
    assertThat(bytes / TENANTS).isBetween(50L, 200L);
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static final class Outcomes implements AcquireCallback {
    private @Nullable Permit permit;

    @Override
    public void admitted(Permit granted) {
      permit = granted;
    }

    @Override
    public void refused(Refused decision) {}
  }
}
