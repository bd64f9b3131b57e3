package dev.spillway.simulator.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How Spillway's limiter is set up, and what happens to it.
 *
 * @param limiters how many stand in a row
 * @param adaptive how it finds out how many slots are best; null if it is told the plant's servers
 * @param controlStop when its tidying does not run
 * @param clockJumpAt when its clock jumps an hour ahead
 */
public record Setup(
    int limiters,
    @Nullable Adaptive adaptive,
    @Nullable Span controlStop,
    @Nullable Duration clockJumpAt) {}
