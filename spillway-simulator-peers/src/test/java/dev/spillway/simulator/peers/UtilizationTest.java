package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UtilizationTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Utilization utilization = new Utilization(4);

  @Test
  void share_beforeTheFirstSampleIsOver_isZero() {
    utilization.count(SECOND / 2 - 1, 4);

    assertThat(utilization.share()).isZero();
  }

  @Test
  void share_moreCallsThanServers_isOne() {
    utilization.count(SECOND, 100);

    assertThat(utilization.share()).isCloseTo(1, within(1e-9));
  }

  @Test
  void share_busyForAPart_isThatPart() {
    utilization.count(SECOND / 4, 2);
    utilization.count(SECOND / 2, 0);

    assertThat(utilization.share()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void share_isOfTheLastWholeSampleAlone() {
    utilization.count(SECOND / 2, 4);
    utilization.count(SECOND, 0);

    assertThat(utilization.share()).isZero();
  }
}
