package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BandwidthDelayTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final BandwidthDelay estimate = new BandwidthDelay();

  @Test
  void maxInFlight_beforeAnythingPassed_hasNoBound() {
    assertThat(estimate.maxInFlight(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void maxInFlight_theBucketIsOpen_leavesItOut() {
    pass(50, 10 * MILLI, 0);

    assertThat(estimate.maxInFlight(99 * MILLI)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void maxInFlight_isMostPassedTimesLeastTime() {
    pass(50, 10 * MILLI, 0);
    pass(20, 4 * MILLI, 100 * MILLI);

    assertThat(estimate.maxInFlight(200 * MILLI)).isEqualTo(50 * 4 / 100);
  }

  @Test
  void maxInFlight_ofTimesBelowAMilli_roundsThemUp() {
    pass(200, MILLI / 10, 0);

    assertThat(estimate.maxInFlight(100 * MILLI)).isEqualTo(2);
  }

  @Test
  void maxInFlight_afterTenSeconds_hasForgotten() {
    pass(50, 10 * MILLI, 0);

    assertThat(estimate.maxInFlight(9_900 * MILLI)).isEqualTo(5);
    assertThat(estimate.maxInFlight(10_000 * MILLI)).isEqualTo(Long.MAX_VALUE);
  }

  private void pass(int calls, long tookNanos, long nowNanos) {
    for (int call = 0; call < calls; call++) {
      estimate.add(nowNanos, tookNanos);
    }
  }
}
