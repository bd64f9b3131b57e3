package dev.spillway.simulator.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the policy is set up.
 *
 * @param adaptive whether it has to find out how many calls the plant can take at once
 * @param limiters how many stand in a row
 * @param controlStop when its tasks do not run
 * @param clockJumpAt when the wall clock jumps
 */
public record Setup(
    boolean adaptive, int limiters, @Nullable Span controlStop, @Nullable Duration clockJumpAt) {}
