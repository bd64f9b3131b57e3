package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClientThrottleTest {
  private final ManualTime time = new ManualTime(3);
  private final ClientThrottle throttle = ClientThrottle.standard(time, new SplittableRandom(11));

  /** Sends for ten seconds to a service that takes {@code perSecond}; returns what was sent. */
  private int send(int wantedPerSecond, int perSecond) {
    int sent = 0;
    for (int second = 0; second < 10; second++) {
      int left = perSecond;
      for (int request = 0; request < wantedPerSecond; request++) {
        time.advance(Duration.ofNanos(1_000_000_000L / wantedPerSecond));
        if (throttle.tryRequest()) {
          sent++;
          if (left-- > 0) {
            throttle.accepted();
          } else {
            throttle.refused();
          }
        }
      }
    }
    return sent;
  }

  @Test
  void tryRequest_everythingIsAccepted_holdsNothingBack() {
    assertThat(send(1_000, 1_000)).isEqualTo(10_000);
    assertThat(throttle.share()).isZero();
  }

  @Test
  void tryRequest_answersAreUnderWay_holdsNothingBack() {
    for (int request = 0; request < 1_000; request++) {
      assertThat(throttle.tryRequest()).isTrue();
    }
    assertThat(throttle.share()).isZero();
  }

  @Test
  void tryRequest_aTenthIsAccepted_sendsSomewhatMoreThanWhatIsTaken() {
    ClientThrottle slow =
        ClientThrottle.of(time, 1.5, Duration.ofSeconds(3), new SplittableRandom(11));
    assertThat(sentOf(10_000, slow, 10)).isBetween(1_450, 1_800);
    assertThat(slow.share()).isCloseTo(0.85, within(0.05));
  }

  /** Wants so many at 1,000 a second, of which every n-th would be taken; returns what was sent. */
  private int sentOf(int wanted, ClientThrottle throttle, int takenOneIn) {
    int sent = 0;
    int taken = 0;
    for (int request = 0; request < wanted; request++) {
      time.advance(Duration.ofMillis(1));
      if (throttle.tryRequest()) {
        sent++;
        if (taken < request / takenOneIn) {
          taken++;
          throttle.accepted();
        } else {
          throttle.refused();
        }
      }
    }
    return sent;
  }

  @Test
  void tryRequest_nothingIsAccepted_stillSendsSomeEachSecond() {
    assertThat(send(1_000, 0) / 10.0).isBetween(5.0, 10.0);
  }

  @Test
  void tryRequest_theServiceHasRecovered_sendsEverythingSoon() {
    send(1_000, 0);
    time.advance(Duration.ofMillis(100));
    assertThat(send(1_000, 1_000)).isEqualTo(10_000);
  }

  @Test
  void of_outOfRange_saysWhich() {
    assertThatThrownBy(
            () -> ClientThrottle.of(time, 0.5, Duration.ofSeconds(1), new SplittableRandom(1)))
        .hasMessage("multiple must be between 1 and 1000: multiple=0.5");
    assertThatThrownBy(() -> ClientThrottle.of(time, 2, Duration.ZERO, new SplittableRandom(1)))
        .hasMessage("memory must be positive: memory=PT0S");
  }
}
