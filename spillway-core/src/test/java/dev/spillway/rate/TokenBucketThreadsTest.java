package dev.spillway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketThreadsTest {
  private static final int THREADS = 8;
  private static final int STRIPES = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private long sum(Callable<Long> work) throws Exception {
    List<Future<Long>> parts = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      parts.add(threads.submit(work));
    }
    long sum = 0;
    for (Future<Long> part : parts) {
      sum += part.get();
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 100_000})
  void take_fromManyThreadsAtOneTime_grantsTheBurstExactly(long burst) throws Exception {
    TokenBucket bucket = new TokenBucket(1, burst, 0, STRIPES);
    bucket.lend(0);
    long granted =
        sum(
            () -> {
              long mine = 0;
              for (int take = 0; take < 30_000; take++) {
                mine += bucket.take(1 + take % 3, 0);
              }
              return mine;
            });
    assertThat(granted + bucket.take(burst, 0)).isEqualTo(burst);
  }

  @Test
  void take_fromManyThreadsWhileTimeGoesOn_neverPassesBurstPlusRateTimesTime() throws Exception {
    TokenBucket bucket = new TokenBucket(1_000_000_000, 50_000, 0, STRIPES);
    bucket.lend(0);
    AtomicLong clock = new AtomicLong();
    AtomicLong granted = new AtomicLong();
    AtomicLong seeds = new AtomicLong();
    sum(
        () -> {
          SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
          for (int step = 0; step < 40_000; step++) {
            long now = clock.addAndGet(random.nextInt(4));
            long mine = bucket.take(random.nextInt(9), random.nextInt(40_000), now);
            if (random.nextInt(10) == 0) {
              bucket.giveBack(mine);
            } else {
              // Time is read after the grant is counted, so the bound is never too low.
              long all = granted.addAndGet(mine);
              assertThat(all).isLessThanOrEqualTo(50_000 + clock.get());
            }
          }
          return 0L;
        });
    long end = clock.get();
    assertThat(granted.get() + bucket.take(50_000, end)).isLessThanOrEqualTo(50_000 + end);
  }

  @Test
  void change_whileThreadsTake_losesAndGrantsNothing() throws Exception {
    TokenBucket bucket = new TokenBucket(0.001, 1_000_000, 0, STRIPES);
    long taken = bucket.take(100_000, 0); // a full bucket may keep less while it lends
    bucket.lend(0);
    AtomicLong changer = new AtomicLong();
    long granted =
        sum(
            () -> {
              boolean changes = changer.getAndIncrement() == 0;
              long mine = 0;
              for (int take = 0; take < 50_000; take++) {
                mine += bucket.take(2, 0);
                if (changes && take % 100 == 0) {
                  bucket.change(take % 200 == 0 ? 1_000_000 : 0.001, 1_000_000 + take, 0);
                  bucket.lend(0);
                }
              }
              return mine;
            });
    assertThat(taken + granted + bucket.take(2_000_000, 0)).isEqualTo(1_000_000);
  }

  @Test
  void take_lentTokens_areFoundByOthersAndCountedOnce() throws Exception {
    TokenBucket bucket = new TokenBucket(1, 100_000, 0, STRIPES);
    bucket.lend(0);
    assertThat(sum(() -> bucket.take(1, 0))).isEqualTo(THREADS);
    assertThat(bucket.available(0)).isEqualTo(100_000L - THREADS);
    long granted = 0;
    for (int take = 0; take < 100_000; take++) {
      granted += bucket.take(1, 0);
    }
    assertThat(granted).isEqualTo(100_000L - THREADS);
  }

  @Test
  void tryTake_theWholeBurstAfterLending_isGrantedOnceItIsThere() throws Exception {
    TokenBucket bucket = new TokenBucket(1_000, 100_000, 0, STRIPES);
    bucket.lend(0);
    sum(() -> bucket.take(10, 0));
    assertThat(bucket.tryTake(100_000, 0)).isFalse();
    long waitNanos = bucket.nanosUntil(100_000, 0, 0);
    assertThat(bucket.tryTake(100_000, waitNanos - 1)).isFalse();
    assertThat(bucket.tryTake(100_000, waitNanos)).isTrue();
  }

  @Test
  void take_withFloorWhileLent_leavesTheFloor() throws Exception {
    TokenBucket bucket = new TokenBucket(1, 100_000, 0, STRIPES);
    bucket.lend(0);
    long granted =
        sum(
            () -> {
              long mine = 0;
              for (int take = 0; take < 20_000; take++) {
                mine += bucket.take(1, 60_000, 0);
              }
              return mine;
            });
    assertThat(granted).isEqualTo(40_000);
    assertThat(bucket.take(100_000, 0, 0)).isEqualTo(60_000);
  }
}
