package dev.spillway.simulator.scenario;

import java.time.Duration;

/** Everything stands still at the end of each {@code every}. */
public record Pauses(Duration every, Duration lasting) {}
