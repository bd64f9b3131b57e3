package dev.spillway.server.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import dev.spillway.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointChoiceTest {
  private static final Duration DECAY = Duration.ofSeconds(5);
  private static final SinkResult FAILED = new SinkResult.EndpointFailed("down", Duration.ZERO);

  private final ManualTime time = new ManualTime(3);
  private final List<HttpEndpoint> endpoints = new ArrayList<>();
  private final EndpointChoice choice;

  EndpointChoiceTest() {
    for (int index = 0; index < 3; index++) {
      endpoints.add(
          new HttpEndpoint(
              URI.create("http://127.0.0.1/" + index),
              CircuitBreaker.builder("e" + index, time).build(),
              new PeakLatency(DECAY.toNanos(), time.nanoTime()),
              time.nanoTime()));
    }
    choice = new EndpointChoice(endpoints, 4);
  }

  @Test
  void next_equalEndpoints_spreadsCallsInFlight() {
    for (int call = 0; call < 30; call++) {
      begin();
    }

    assertThat(endpoints).allSatisfy(e -> assertThat(e.figures().inFlight()).isBetween(8, 12));
  }

  @Test
  void next_oneIsTenTimesSlower_getsFewCallsUntilItsSlownessIsForgotten() {
    for (int call = 0; call < 300; call++) {
      EndpointChoice.Chosen chosen = begin();
      boolean slow = chosen.endpoint() == endpoints.get(2);
      end(chosen, SinkResult.DELIVERED, Duration.ofMillis(slow ? 50 : 5));
    }
    assertThat(endpoints.get(2).figures().deliveries()).isBetween(1L, 5L);
    assertThat(endpoints.get(0).figures().deliveries()).isGreaterThan(90);
    assertThat(endpoints.get(1).figures().deliveries()).isGreaterThan(90);

    time.advance(Duration.ofMinutes(1));
    long before = endpoints.get(2).figures().deliveries();
    for (int call = 0; call < 300; call++) {
      end(begin(), SinkResult.DELIVERED, Duration.ofMillis(5));
    }
    assertThat(endpoints.get(2).figures().deliveries() - before).isGreaterThan(30);
  }

  @Test
  void next_oneFails_leavesItOutUntilItIsTimeToProbeAndThenPrefersIt() {
    HttpEndpoint failing = endpoints.get(1);
    int calls = 0;
    while (failing.untilCallNanos(time.nanoTime()) == 0) {
      EndpointChoice.Chosen chosen = begin();
      calls++;
      end(chosen, chosen.endpoint() == failing ? FAILED : SinkResult.DELIVERED, Duration.ZERO);
    }
    assertThat(failing.figures().failures()).isEqualTo(5);
    for (int call = 0; call < 100; call++) {
      EndpointChoice.Chosen chosen = begin();
      assertThat(chosen.endpoint()).isNotSameAs(failing);
      end(chosen, SinkResult.DELIVERED, Duration.ZERO);
    }

    time.advance(Duration.ofSeconds(2));

    assertThat(begin().endpoint()).as("after %d calls", calls).isSameAs(failing);
    assertThat(begin().endpoint()).isNotSameAs(failing);
  }

  @Test
  void next_endpointAskedForAPause_leavesItAloneForSoLong() {
    for (HttpEndpoint endpoint : endpoints) {
      EndpointChoice.Chosen chosen = new EndpointChoice.Chosen(endpoint, endpoint.begin());
      SinkResult result =
          new SinkResult.EndpointFailed(ErrorCategory.OVERLOAD, "busy", Duration.ofSeconds(7));
      end(chosen, result, Duration.ZERO);
    }

    assertThat(choice.next(Set.of(), time.nanoTime())).isNull();
    assertThat(choice.untilCallNanos(time.nanoTime())).isEqualTo(Duration.ofSeconds(7).toNanos());
    assertThat(endpoints.get(0).figures().circuit()).isNotNull();

    time.advance(Duration.ofSeconds(7));
    assertThat(choice.next(Set.of(), time.nanoTime())).isNotNull();
  }

  @Test
  void next_allWereTried_isNull() {
    assertThat(choice.next(Set.copyOf(endpoints), time.nanoTime())).isNull();
  }

  private EndpointChoice.Chosen begin() {
    return requireNonNull(choice.next(Set.of(), time.nanoTime()));
  }

  private void end(EndpointChoice.Chosen chosen, SinkResult result, Duration after) {
    long startNanos = time.nanoTime();
    time.advance(after);
    chosen.endpoint().end(chosen.permit(), result, startNanos, time.nanoTime());
  }
}
