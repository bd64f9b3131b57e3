package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClientThrottleTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final ClientThrottle throttle = new ClientThrottle();

  @Test
  void refusalShare_beforeAnyRequest_isZero() {
    assertThat(throttle.refusalShare(0)).isZero();
  }

  @Test
  void refusalShare_halfAccepted_isZero() {
    count(100, 50, 0);

    assertThat(throttle.refusalShare(0)).isZero();
  }

  @Test
  void refusalShare_aTenthAccepted_isTheBooksFormula() {
    count(1_000, 100, 0);

    assertThat(throttle.refusalShare(0)).isEqualTo((1_000 - 2 * 100) / 1_001.0);
  }

  @Test
  void refusalShare_afterTwoMinutes_hasForgotten() {
    count(1_000, 100, 0);

    assertThat(throttle.refusalShare(Duration.ofSeconds(119).toNanos())).isPositive();
    assertThat(throttle.refusalShare(Duration.ofMinutes(2).toNanos())).isZero();
  }

  @Test
  void refusalShare_afterAnHourOfSilence_hasForgotten() {
    count(1_000, 100, 0);

    assertThat(throttle.refusalShare(Duration.ofHours(1).toNanos())).isZero();
  }

  @Test
  void refusalShare_tenTimesWhatIsAccepted_approachesOneMinusKOverTen() {
    SplittableRandom random = new SplittableRandom(1);
    long lastAccepted = 0;
    for (int request = 0; request < 300_000; request++) {
      long nowNanos = request * MILLI;
      boolean sent = random.nextDouble() >= throttle.refusalShare(nowNanos);
      throttle.requested(nowNanos);
      if (sent && nowNanos - lastAccepted >= 10 * MILLI) {
        throttle.accepted(nowNanos);
        lastAccepted = nowNanos;
      }
    }

    double accepted = throttle.refusalShare(300_000 * MILLI);

    assertThat(accepted).isCloseTo(0.85, within(0.05));
  }

  private void count(int requests, int accepts, long nowNanos) {
    for (int request = 0; request < requests; request++) {
      throttle.requested(nowNanos);
    }
    for (int accept = 0; accept < accepts; accept++) {
      throttle.accepted(nowNanos);
    }
  }
}
