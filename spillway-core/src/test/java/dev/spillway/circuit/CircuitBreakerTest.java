package dev.spillway.circuit;

import static dev.spillway.circuit.CallOutcome.FAILURE;
import static dev.spillway.circuit.CallOutcome.IGNORED;
import static dev.spillway.circuit.CallOutcome.REFUSED_FOR_LOAD;
import static dev.spillway.circuit.CallOutcome.SUCCESS;
import static dev.spillway.circuit.CircuitRig.call;
import static dev.spillway.circuit.CircuitState.CLOSED;
import static dev.spillway.circuit.CircuitState.HALF_OPEN;
import static dev.spillway.circuit.CircuitState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Mode;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final CircuitRig rig = new CircuitRig();
  private final ManualTime time = rig.time;

  @Test
  @DisplayName("C1: opens by failure rate once there are enough calls")
  void record_failureRateReached_opensOnlyWithEnoughCalls() {
    rig.builder.failureRate(0.3).minimumCalls(10).consecutiveFailures(0);
    CircuitBreaker circuit = rig.build();
    call(circuit, 6, FAILURE);
    call(circuit, 3, SUCCESS);
    assertThat(circuit.figures().state()).isEqualTo(CLOSED);
    call(circuit, 1, SUCCESS);
    assertThat(circuit.figures().state()).isEqualTo(OPEN);
    assertThat(circuit.figures().failureRate()).isEqualTo(0.6);
    assertThat(rig.told)
        .extracting(CircuitMove::reason)
        .containsExactly("6 of 10 calls failed within PT30S");
  }

  @Test
  void record_failureRateBelowTheBound_staysClosed() {
    rig.builder.consecutiveFailures(0);
    CircuitBreaker circuit = rig.build();
    for (int round = 0; round < 100; round++) {
      call(circuit, 3, SUCCESS);
      call(circuit, 2, FAILURE);
    }
    assertThat(circuit.figures().state()).isEqualTo(CLOSED);
    assertThat(circuit.figures().calls()).isEqualTo(500);
    assertThat(circuit.figures().failures()).isEqualTo(200);
  }

  @Test
  void record_failuresInARow_opensAndASuccessBreaksTheRow() {
    rig.builder.consecutiveFailures(5);
    CircuitBreaker circuit = rig.build();
    call(circuit, 4, FAILURE);
    call(circuit, 1, SUCCESS);
    call(circuit, 4, FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(CLOSED);
    assertThat(circuit.figures().consecutiveFailures()).isEqualTo(4);
    call(circuit, 1, FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(OPEN);
    assertThat(rig.told).extracting(CircuitMove::reason).containsExactly("5 calls in a row failed");
  }

  @Test
  @DisplayName("E5: five failures within 30 s open the circuit, whatever succeeds between them")
  void record_failuresWithinTheWindow_opensWhileOlderOnesAreForgotten() {
    rig.builder.failureRate(1).consecutiveFailures(0).failuresInWindow(5);
    CircuitBreaker circuit = rig.build();
    call(circuit, 4, FAILURE);
    time.advance(Duration.ofSeconds(31));
    for (int failure = 0; failure < 4; failure++) {
      call(circuit, 1, FAILURE);
      call(circuit, 50, SUCCESS);
      time.advance(Duration.ofSeconds(5));
    }
    assertThat(circuit.figures().state()).isEqualTo(CLOSED);
    call(circuit, 1, FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(OPEN);
  }

  @Test
  void record_refusedForLoadOrIgnored_isNeitherSuccessNorFailure() {
    CircuitBreaker circuit = rig.build();
    call(circuit, 4, FAILURE);
    call(circuit, 100, REFUSED_FOR_LOAD);
    call(circuit, 100, IGNORED);
    assertThat(circuit.figures().calls()).isEqualTo(4);
    assertThat(circuit.figures().consecutiveFailures()).isEqualTo(4);
    call(circuit, 1, FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(OPEN);
  }

  @Test
  void tryAcquire_whileOpen_refusesAndCounts() {
    CircuitBreaker circuit = rig.build();
    call(circuit, 5, FAILURE);
    for (int call = 0; call < 7; call++) {
      assertThat(circuit.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    }
    assertThat(circuit.permitsNow()).isZero();
    assertThat(circuit.figures().refused()).isEqualTo(7);
    assertThat(circuit.figures().wouldHaveRefused()).isZero();
    assertThat(circuit.untilPermitNanos()).isEqualTo(circuit.figures().untilHalfOpenNanos());
  }

  @Test
  void record_callBeganBeforeAMove_countsForNoLaterState() {
    CircuitBreaker circuit = rig.build();
    List<Long> early = new ArrayList<>();
    for (int call = 0; call < 20; call++) {
      early.add(circuit.tryAcquire());
    }
    early.subList(0, 5).forEach(permit -> circuit.record(permit, FAILURE));
    rig.passOpenTime(circuit);
    long tried = circuit.tryAcquire();
    assertThat(circuit.figures().state()).isEqualTo(HALF_OPEN);
    early.subList(5, 15).forEach(permit -> circuit.record(permit, SUCCESS));
    early.subList(15, 20).forEach(permit -> circuit.record(permit, FAILURE));
    assertThat(circuit.figures())
        .extracting("state", "halfOpenSuccesses", "halfOpenInFlight")
        .containsExactly(HALF_OPEN, 0, 1);
    circuit.reset();
    circuit.record(tried, FAILURE);
    assertThat(circuit.figures().failures()).isZero();
  }

  @Test
  void monitor_movesAndCountsButRefusesNothing() {
    rig.builder.mode(Mode.MONITOR).successesToClose(1);
    CircuitBreaker circuit = rig.build();
    call(circuit, 5, FAILURE);
    call(circuit, 3, FAILURE);
    assertThat(circuit.figures())
        .extracting("state", "refused", "wouldHaveRefused")
        .containsExactly(OPEN, 0L, 3L);
    assertThat(circuit.permitsNow()).isEqualTo(Integer.MAX_VALUE);
    rig.passOpenTime(circuit);
    long tried = circuit.tryAcquire();
    long beyond = circuit.tryAcquire();
    assertThat(circuit.figures().wouldHaveRefused()).isEqualTo(4);
    circuit.record(beyond, FAILURE);
    assertThat(circuit.figures().state()).as("a call beyond the ramp").isEqualTo(HALF_OPEN);
    circuit.record(tried, SUCCESS);
    assertThat(circuit.figures().state()).isEqualTo(CLOSED);
  }

  @Test
  void off_countsNothingAndRefusesNothing() {
    rig.builder.mode(Mode.OFF);
    CircuitBreaker circuit = rig.build();
    call(circuit, 100, FAILURE);
    assertThat(circuit.figures())
        .extracting("state", "calls", "wouldHaveRefused")
        .containsExactly(CLOSED, 0L, 0L);
    circuit.mode(Mode.ENFORCE);
    call(circuit, 5, FAILURE);
    assertThat(circuit.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    circuit.mode(Mode.OFF);
    assertThat(circuit.tryAcquire()).isNotEqualTo(CircuitBreaker.REFUSED);
  }

  @Test
  @DisplayName("E10: forced open and closed until reset")
  void force_keepsTheStateUntilReset() {
    CircuitBreaker circuit = rig.build();
    circuit.forceOpen();
    time.advance(Duration.ofDays(400));
    assertThat(circuit.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    assertThat(circuit.untilPermitNanos()).isEqualTo(Long.MAX_VALUE);
    circuit.forceClosed();
    call(circuit, 100, FAILURE);
    assertThat(circuit.figures())
        .extracting("state", "held", "failures")
        .containsExactly(CLOSED, true, 100L);
    circuit.reset();
    assertThat(circuit.figures())
        .extracting("state", "held", "failures", "openedTimes")
        .containsExactly(CLOSED, false, 0L, 1L);
    call(circuit, 5, FAILURE);
    assertThat(circuit.figures().state()).isEqualTo(OPEN);
  }

  @Test
  void moves_manyMore_keepsTheLastAndTellsAllInOrder() {
    CircuitBreaker circuit = rig.build();
    for (int move = 0; move < 100; move++) {
      time.advance(Duration.ofMillis(1));
      circuit.forceOpen();
      circuit.reset();
    }
    List<CircuitMove> kept = circuit.figures().moves();
    assertThat(kept).hasSize(MoveLog.MOST_MOVES);
    assertThat(rig.told).hasSize(200).endsWith(kept.toArray(new CircuitMove[0]));
    assertThat(kept.get(kept.size() - 1))
        .isEqualTo(new CircuitMove(time.epochMillis(), OPEN, CLOSED, "reset by hand"));
  }

  @Test
  void onMove_listenerThrowsOrCallsBack_harmsNothing() {
    CircuitBreaker circuit = rig.builder.build();
    circuit.onMove(
        move -> {
          throw new IllegalStateException("listener is broken");
        });
    circuit.onMove(
        move -> {
          if (move.to() == OPEN) {
            circuit.forceClosed();
          }
        });
    circuit.onMove(rig.told::add);
    call(circuit, 5, FAILURE);
    assertThat(rig.told).extracting(CircuitMove::to).containsExactly(OPEN, CLOSED);
    assertThat(circuit.figures().held()).isTrue();
  }

  @Test
  void record_clockJumpsFarForward_forgetsTheWindow() {
    CircuitBreaker circuit = rig.build();
    call(circuit, 4, FAILURE);
    call(circuit, 1, SUCCESS);
    time.advance(Duration.ofDays(30_000));
    assertThat(circuit.figures().calls()).isZero();
    call(circuit, 5, FAILURE);
    time.advance(Duration.ofDays(30_000));
    assertThat(circuit.permitsNow()).isOne();
  }

  @Test
  void record_wallClockJumpsBack_movesAsBefore() {
    CircuitBreaker circuit = rig.build();
    time.jumpEpoch(Duration.ofDays(-365));
    call(circuit, 5, FAILURE);
    time.jumpEpoch(Duration.ofDays(700));
    assertThat(circuit.tryAcquire()).isEqualTo(CircuitBreaker.REFUSED);
    rig.passOpenTime(circuit);
    assertThat(circuit.tryAcquire()).isNotEqualTo(CircuitBreaker.REFUSED);
  }

  @Test
  void record_withoutAPermit_throws() {
    CircuitBreaker circuit = rig.build();
    assertThatThrownBy(() -> circuit.record(CircuitBreaker.REFUSED, SUCCESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("permit must be granted: permit=0");
  }
}
