package dev.spillway.circuit;

import java.util.Objects;

/**
 * One change of a circuit. Immutable.
 *
 * @param epochMillis when, on the wall clock
 * @param from the state before
 * @param to the state after; the same as before when somebody took hold of it or let go
 * @param reason in words, with the figures that decided
 */
public record CircuitMove(long epochMillis, CircuitState from, CircuitState to, String reason) {
  public CircuitMove {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(reason, "reason");
  }
}
