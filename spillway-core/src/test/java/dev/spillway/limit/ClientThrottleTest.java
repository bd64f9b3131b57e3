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

  /** Wants so many at 1,000 a second, of which a share would be taken; returns what was sent. */
  private static int send(ManualTime time, ClientThrottle throttle, int wanted, double takenShare) {
    int sent = 0;
    int taken = 0;
    for (int request = 0; request < wanted; request++) {
      time.advance(Duration.ofMillis(1));
      if (throttle.tryRequest()) {
        sent++;
        if (taken < takenShare * (request + 1)) {
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
  void tryRequest_everythingIsAccepted_holdsNothingBack() {
    assertThat(send(time, throttle, 10_000, 1)).isEqualTo(10_000);
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
  void tryRequest_aTenthIsAccepted_sendsHalfAsMuchMoreThanIsTaken() {
    ClientThrottle slow =
        ClientThrottle.of(time, 1.5, Duration.ofSeconds(3), new SplittableRandom(11));
    assertThat(send(time, slow, 10_000, 0.1)).isBetween(1_450, 1_800);
    assertThat(slow.share()).isCloseTo(0.85, within(0.05));
  }

  @Test
  void tryRequest_nothingIsAccepted_stillSendsSomeEachSecond() {
    assertThat(send(time, throttle, 10_000, 0)).isBetween(50, 100);
  }

  @Test
  void tryRequest_theServiceHasRecovered_sendsEverythingSoon() {
    send(time, throttle, 10_000, 0);
    time.advance(Duration.ofMillis(100));
    assertThat(send(time, throttle, 10_000, 1)).isEqualTo(10_000);
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
