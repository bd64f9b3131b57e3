package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a tenant takes of the heap that is known, was refused, and had something done. */
class TenantMemoryTest {
  private static final int TENANTS = 20_000;

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
      Permit held = limiter.tryAcquire(Request.of(Priority.NORMAL));
      assertThat(held).isNotNull();
      Outcomes outcomes = new Outcomes();
      for (int ask = 0; ask < 60; ask++) {
        limiter.acquire(request, outcomes);
      }
      scheduler.advance(Duration.ofMillis(2));
      held.succeeded();
      outcomes.completeAll();
    }
    long bytes = usedBytes() - empty;
    assertThat(limiter.figures().refused().get(Priority.NORMAL)).isNotEmpty();
    System.out.println(bytes / (double) TENANTS);
    assertThat(bytes / TENANTS).isBetween(50L, 200L);
  }

  private static long usedBytes() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Completes what is admitted. */
  private static final class Outcomes implements AcquireCallback {
    private final java.util.ArrayDeque<Permit> permits = new java.util.ArrayDeque<>();

    @Override
    public void admitted(Permit permit) {
      permits.add(permit);
    }

    @Override
    public void refused(dev.spillway.Refused decision) {}

    void completeAll() {
      while (!permits.isEmpty()) {
        permits.remove().succeeded();
      }
    }
  }
}
