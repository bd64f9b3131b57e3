package dev.spillway.circuit;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A circuit in a time that the test moves, and what its listener was told. */
final class CircuitRig {
  static final Duration OPEN_TIME = Duration.ofSeconds(1);
  static final Duration LONGEST_OPEN_TIME = Duration.ofSeconds(30);

  final ManualTime time = new ManualTime(7);
  final CircuitBreakerBuilder builder =
      CircuitBreaker.builder("sink", time).openTime(OPEN_TIME, LONGEST_OPEN_TIME).seed(11);
  final List<CircuitMove> told = new ArrayList<>();

  CircuitBreaker build() {
    CircuitBreaker circuit = builder.build();
    circuit.onMove(told::add);
    return circuit;
  }

  /** Makes {@code calls} calls, one after another, that all end in {@code outcome}. */
  static void call(CircuitBreaker circuit, int calls, CallOutcome outcome) {
    for (int call = 0; call < calls; call++) {
      circuit.record(circuit.tryAcquire(), outcome);
    }
  }

  /** Moves time to where the open circuit may become half-open, and returns how long it took. */
  Duration passOpenTime(CircuitBreaker circuit) {
    Duration open = Duration.ofNanos(circuit.figures().untilHalfOpenNanos());
    time.advance(open);
    return open;
  }
}
