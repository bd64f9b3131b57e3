package dev.spillway.simulator.scenario;

/**
 * A limiter that finds out how many slots are best.
 *
 * @param start how many it begins with
 * @param least never fewer
 * @param most never more
 */
public record Adaptive(int start, int least, int most) {}
