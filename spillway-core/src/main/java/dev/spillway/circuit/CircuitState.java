package dev.spillway.circuit;

import java.util.Locale;

/** Whether calls are made. */
public enum CircuitState {
  /** All calls are made. */
  CLOSED,
  /** No call is made. */
  OPEN,
  /** Few calls are made, to see whether they succeed. */
  HALF_OPEN;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in configuration, figures and on the wire, such as {@code half-open}. */
  public String token() {
    return token;
  }
}
