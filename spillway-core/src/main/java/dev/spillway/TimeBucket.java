package dev.spillway;

/**
 * How often something took at most so long. The count is at most the true one: times up to 1/32
 * below the bound may be missing from it.
 *
 * @param atMostNanos the bound, in nanoseconds
 * @param count everything within the bound, so also what lesser bounds count
 */
public record TimeBucket(long atMostNanos, long count) {}
