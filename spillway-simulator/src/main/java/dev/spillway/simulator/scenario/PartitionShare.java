package dev.spillway.simulator.scenario;

/**
 * What calls that need a dependency may have.
 *
 * @param share of all slots; above 0 and at most 1
 */
public record PartitionShare(String dependency, double share) {}
