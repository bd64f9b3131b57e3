package dev.spillway.simulator.scenario;

import java.time.Duration;

/** Calls to {@code dependency} that begin within the span take as long as {@code lasting}. */
public record Hang(String dependency, Span span, Duration lasting) {}
