package dev.spillway.circuit;

/** Is told of the moves of a circuit. */
@FunctionalInterface
public interface CircuitListener {
  /**
   * Called once for each move, in their order and one at a time, in the thread of whoever caused
   * one of them, and without any lock. It should be quick; what it throws is logged.
   */
  void moved(CircuitMove move);
}
