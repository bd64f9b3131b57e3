package dev.spillway.circuit;

import static dev.spillway.circuit.CircuitState.CLOSED;
import static dev.spillway.circuit.CircuitState.HALF_OPEN;
import static dev.spillway.circuit.CircuitState.OPEN;

import org.jspecify.annotations.Nullable;

/** What makes a circuit move, from where and to where: the table of {@link CircuitBreaker}. */
enum MoveCause {
  TOO_MANY_FAILURES(CLOSED, OPEN),
  OPEN_TIME_PASSED(OPEN, HALF_OPEN),
  HALF_OPEN_SUCCESSES(HALF_OPEN, CLOSED),
  HALF_OPEN_FAILURES(HALF_OPEN, OPEN),
  NO_ANSWER(HALF_OPEN, OPEN),
  FORCED_OPEN(null, OPEN),
  FORCED_CLOSED(null, CLOSED),
  RESET(null, CLOSED);

  private final @Nullable CircuitState from;
  private final CircuitState to;

  /** A move by hand is possible from anywhere, which {@code from} says with null. */
  MoveCause(@Nullable CircuitState from, CircuitState to) {
    this.from = from;
    this.to = to;
  }

  CircuitState to() {
    return to;
  }

  /** Whether the state after it stays until somebody resets it. */
  boolean holds() {
    return this == FORCED_OPEN || this == FORCED_CLOSED;
  }

  boolean isLegalFrom(CircuitState state, boolean held) {
    return from == null || (from == state && !held);
  }
}
