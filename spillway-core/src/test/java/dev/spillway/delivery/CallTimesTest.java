package dev.spillway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallTimesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long ORIGIN = Long.MAX_VALUE - 15 * SECOND;

  private final CallTimes times = new CallTimes(10 * SECOND, ORIGIN);

  private void record(int calls, long callNanos, long atSeconds) {
    for (int call = 0; call < calls; call++) {
      times.record(callNanos, ORIGIN + atSeconds * SECOND);
    }
  }

  @Test
  void total_keepsEverything() {
    record(98, 1_000, 0);
    record(1, 20, 30);
    record(1, 5_000, 300);
    assertThat(times.total())
        .extracting("count", "minNanos", "maxNanos", "meanNanos")
        .containsExactly(100L, 20L, 5_000L, 1_030L);
    assertThat(times.total().p50Nanos()).isCloseTo(1_000, within(32L));
    assertThat(times.total().p99Nanos()).isCloseTo(1_000, within(32L));
  }

  @Test
  void recent_coversTheCurrentIntervalAndTheOneBefore() {
    record(10, 100, 1);
    record(20, 200, 11);
    assertThat(times.recent(ORIGIN + 15 * SECOND).count()).isEqualTo(30);
    assertThat(times.recentPerSecond(ORIGIN + 15 * SECOND)).isEqualTo(2);
    assertThat(times.recent(ORIGIN + 20 * SECOND))
        .extracting("count", "minNanos")
        .containsExactly(20L, 200L);
    assertThat(times.recentPerSecond(ORIGIN + 20 * SECOND)).isEqualTo(2);
    assertThat(times.recent(ORIGIN + 40 * SECOND))
        .extracting("count", "minNanos", "maxNanos", "meanNanos", "p99Nanos")
        .containsExactly(0L, 0L, 0L, 0L, 0L);
    assertThat(times.total().count()).isEqualTo(30);
  }

  @Test
  void recentPerSecond_firstInterval_coversTheTimeSinceTheStart() {
    assertThat(times.recentPerSecond(ORIGIN)).isZero();
    record(10, 100, 1);
    assertThat(times.recentPerSecond(ORIGIN + 2 * SECOND)).isEqualTo(5);
  }
}
