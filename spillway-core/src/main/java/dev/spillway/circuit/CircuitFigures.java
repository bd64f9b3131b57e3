package dev.spillway.circuit;

import dev.spillway.Mode;
import java.util.List;

/** How a circuit is and what it has done since it was built. Immutable. */
public interface CircuitFigures {
  CircuitState state();

  Mode mode();

  /** Whether somebody forced the state, so that it stays until it is reset. */
  boolean held();

  /** When the state was entered, in milliseconds since 1970-01-01T00:00Z. */
  long sinceEpochMillis();

  /** Calls of the window whose outcome was a success or a failure. */
  long calls();

  /** Calls of the window that failed. */
  long failures();

  /** The share of the window's calls that failed, 0 to 1; 0 without calls. */
  double failureRate();

  /** Failures since the last success while closed. */
  int consecutiveFailures();

  /** Successes since the circuit became half-open; 0 in other states. */
  int halfOpenSuccesses();

  /** Calls under way that a half-open circuit allowed; 0 in other states. */
  int halfOpenInFlight();

  /** How often the circuit opened. */
  long openedTimes();

  /** Calls that were refused. */
  long refused();

  /** Calls that were let through in mode MONITOR and would have been refused. */
  long wouldHaveRefused();

  /** Nanoseconds until it may become half-open; 0 if it is not open or may do so now. */
  long untilHalfOpenNanos();

  /** The last moves, oldest first, of a bounded number. */
  List<CircuitMove> moves();
}
