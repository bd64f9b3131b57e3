package dev.spillway.circuit;

/**
 * One stay of a circuit in one state. Immutable.
 *
 * @param held whether somebody forced the state
 * @param generation grows with each move, so that a call can tell whether it began before one
 * @param openNanos how long an open circuit stays so
 */
record Phase(
    CircuitState state,
    boolean held,
    long generation,
    long sinceNanos,
    long sinceEpochMillis,
    long openNanos) {
  boolean isOpenAt(long nowNanos) {
    return untilHalfOpenNanos(nowNanos) > 0;
  }

  /** How long an open circuit stays so; 0 in other states, the longest time if it is held. */
  long untilHalfOpenNanos(long nowNanos) {
    if (state != CircuitState.OPEN) {
      return 0;
    }
    return held ? Long.MAX_VALUE : Math.max(0, openNanos - (nowNanos - sinceNanos));
  }
}
