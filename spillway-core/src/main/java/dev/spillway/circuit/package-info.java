/**
 * Circuit breakers: calls to something that fails are not made for a while, and then a few at
 * first.
 *
 * <pre>
 *   tryAcquire ─► CircuitBreaker ─► permit ─► the call ─► record(permit, outcome)
 *                   │  CallWindow: closed, what fails          │
 *                   │  HalfOpenRamp: half-open, how many       │
 *                   └──────────────◄───────────────────────────┘
 * </pre>
 *
 * <p>{@link dev.spillway.circuit.CircuitBreaker} says which moves there are. It may use the words,
 * {@code time} and {@code internal}.
 */
@NullMarked
package dev.spillway.circuit;

import org.jspecify.annotations.NullMarked;
