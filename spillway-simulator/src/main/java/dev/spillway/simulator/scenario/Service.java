package dev.spillway.simulator.scenario;

import java.time.Duration;

/**
 * How long calls take on a healthy plant.
 *
 * @param shape sigma of a lognormal distribution, longest over shortest of a Pareto distribution
 */
public record Service(Distribution distribution, Duration mean, double shape) {}
