package dev.spillway;

/** The answer to one question of admission. Immutable; exactly one of the permitted kinds. */
public sealed interface Decision permits Admitted, Delayed, Refused {}
