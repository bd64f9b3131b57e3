package dev.spillway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.time.ManualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TenantQuotasTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = new ManualTime(6).nanoTime();

  private final TenantQuotas quotas = new TenantQuotas(new Quota(10, 100), 50, START);

  @Test
  void take_eachTenant_hasItsOwnQuota() {
    assertThat(quotas.take("acme", 150, START)).isEqualTo(100);
    assertThat(quotas.take("acme", 1, START)).isZero();
    assertThat(quotas.take("other", 150, START)).isEqualTo(100);
    assertThat(quotas.retryAfterNanos("acme", 5, START)).isEqualTo(SECOND / 2);
    assertThat(quotas.retryAfterNanos("acme", 5_000, START)).isEqualTo(10 * SECOND);
    assertThat(quotas.take("acme", 50, START + SECOND)).isEqualTo(10);
    quotas.giveBack("acme", 4);
    assertThat(quotas.available("acme", START + SECOND)).isEqualTo(4);
  }

  @Test
  void take_manyNames_gainNoMoreThanTheTableAndTheSharedBuckets() {
    long granted = 0;
    for (int name = 0; name < 20_000; name++) {
      granted += quotas.take("name-" + name, 1_000, START);
    }
    assertThat(quotas.size()).isEqualTo(50);
    assertThat(granted).isEqualTo((50 + 256) * 100);
  }

  @Test
  void take_tableFullOfIdleTenants_givesANewOneTheirPlace() {
    for (int name = 0; name < 50; name++) {
      quotas.take("old-" + name, 100, START);
    }
    quotas.take("new", 100, START);
    assertThat(quotas.take("new", 1, START)).isZero();
    assertThat(quotas.take("newer", 100, START + 11 * SECOND)).isEqualTo(100);
    assertThat(quotas.size()).isEqualTo(50);
    assertThat(quotas.take("newer", 1, START + 11 * SECOND)).isZero();
  }

  @Test
  void take_longName_keepsNoneOfIt() {
    assertThat(quotas.take("x".repeat(257), 1, START)).isEqualTo(1);
    assertThat(quotas.size()).isZero();
  }

  @Test
  void override_oneTenant_changesItAlone() {
    quotas.take("acme", 90, START);
    quotas.override("acme", new Quota(1_000, 500), START);
    assertThat(quotas.available("acme", START)).isEqualTo(10);
    assertThat(quotas.take("acme", 900, START + SECOND)).isEqualTo(500);
    quotas.override("later", new Quota(Double.POSITIVE_INFINITY, 1), START);
    assertThat(quotas.take("later", 1_000_000, START)).isEqualTo(1_000_000);
    quotas.change(new Quota(1, 7), START + SECOND);
    assertThat(quotas.take("fresh", 900, START + SECOND)).isEqualTo(7);
    assertThat(quotas.take("acme", 900, START + 2 * SECOND)).isEqualTo(500);
    quotas.restore("acme", START + 2 * SECOND);
    assertThat(quotas.take("acme", 900, START + 60 * SECOND)).isEqualTo(7);
  }

  @Test
  void override_moreThanTheTableHolds_isRefusedWithTheNextStep() {
    for (int name = 0; name < 50; name++) {
      quotas.override("t" + name, new Quota(1, 1), START);
    }
    assertThatThrownBy(() -> quotas.override("one more", new Quota(1, 1), START))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "quotas of single tenants are 50, as many as there may be tenants:"
                + " take one back, or raise tenants");
    quotas.override("t3", new Quota(2, 2), START);
  }

  @Test
  void reserveBytes_upToTheLimit_thenNoMore() {
    assertThat(quotas.reserveBytes("acme", 600, 1_000)).isTrue();
    assertThat(quotas.reserveBytes("acme", 401, 1_000)).isFalse();
    assertThat(quotas.reserveBytes("acme", Long.MAX_VALUE, 1_000)).isFalse();
    assertThat(quotas.reserveBytes("acme", 400, 1_000)).isTrue();
    assertThat(quotas.heldBytes("acme")).isEqualTo(1_000);
    quotas.releaseBytes("acme", 1_000);
    assertThat(quotas.heldBytes("acme")).isZero();
    assertThatThrownBy(() -> quotas.releaseBytes("acme", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tenant acme releases 1 bytes and holds 0: release each reservation once");
    assertThatThrownBy(() -> quotas.reserveBytes("acme", -1, 5))
        .hasMessage("bytes must be 0 or more: bytes=-1");
  }

  @Test
  void reserveBytes_tenantHoldsSome_isNeverForgotten() {
    quotas.reserveBytes("holder", 10, 1_000);
    for (int name = 0; name < 10_000; name++) {
      quotas.take("name-" + name, 1, START + name * SECOND);
    }
    assertThat(quotas.heldBytes("holder")).isEqualTo(10);
    quotas.releaseBytes("holder", 10);
  }

  @Test
  void reserveBytes_manyTenantsComeAndGo_balancesToZero() {
    SplittableRandom random = new SplittableRandom(9);
    Map<String, Long> held = new HashMap<>();
    long now = START;
    for (int step = 0; step < 50_000; step++) {
      now += random.nextLong(SECOND);
      String tenant = "t" + random.nextInt(400);
      if (random.nextBoolean()) {
        quotas.take(tenant, random.nextInt(200), now);
      }
      long mine = held.getOrDefault(tenant, 0L);
      if (mine == 0 && quotas.reserveBytes(tenant, 7, 1_000_000)) {
        held.put(tenant, 7L);
      } else if (mine > 0) {
        quotas.releaseBytes(tenant, mine);
        held.put(tenant, 0L);
      }
    }
    held.forEach(quotas::releaseBytes);
    for (String tenant : held.keySet()) {
      assertThat(quotas.heldBytes(tenant)).as(tenant).isZero();
    }
  }

  @Test
  void everything_fromManyThreads_isExact() throws Exception {
    TenantQuotas small = new TenantQuotas(new Quota(1_000, 100), 8, 0);
    AtomicLong wrong = new AtomicLong();
    AtomicLong seeds = new AtomicLong();
    AtomicLong clock = new AtomicLong();
    Runnable work =
        () -> {
          SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
          for (int step = 0; step < 30_000; step++) {
            String tenant = "t" + random.nextInt(24);
            small.take(tenant, 20, clock.addAndGet(1_000_000));
            if (small.reserveBytes(tenant, 5, 12)) {
              if (small.heldBytes(tenant) > 12) {
                wrong.incrementAndGet();
              }
              small.releaseBytes(tenant, 5);
            }
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      threads.add(new Thread(work));
      threads.get(thread).setUncaughtExceptionHandler((t, e) -> wrong.incrementAndGet());
      threads.get(thread).start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).hasValue(0);
    for (int tenant = 0; tenant < 24; tenant++) {
      assertThat(small.heldBytes("t" + tenant)).isZero();
    }
  }
}
