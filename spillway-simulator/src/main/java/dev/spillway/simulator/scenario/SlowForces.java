package dev.spillway.simulator.scenario;

import java.time.Duration;

/** Forces that begin within the span take as long as {@code lasting}. */
public record SlowForces(Span span, Duration lasting) {}
