package dev.spillway.simulator;

/**
 * How late a real run's own timers were, in microseconds; what they cost is the run's error, not
 * the policy's.
 */
public record Lateness(double medianMicros, double p99Micros, double mostMicros) {}
