package dev.spillway.simulator.scenario;

import java.time.Duration;

/** A source that sends only at the beginning of each {@code every}. */
public record Bursts(Duration every, Duration lasting) {}
