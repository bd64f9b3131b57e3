package dev.spillway.server.config;

import dev.spillway.Mode;
import java.time.Duration;

/**
 * When deliveries stop because the sink fails, and how they begin again.
 *
 * @param mode how far the circuit goes
 * @param failureRate the share of failed calls that opens it
 * @param minimumCalls how many calls must be known for that
 * @param consecutiveFailures how many failures in a row open it; 0 for any number
 * @param window how long a call is remembered
 * @param openTime how long it is open the first time
 * @param longestOpenTime how long it is open at most
 * @param halfOpenCalls how many calls are made at once while it is half-open, and must succeed
 */
public record CircuitConfig(
    Mode mode,
    double failureRate,
    int minimumCalls,
    int consecutiveFailures,
    Duration window,
    Duration openTime,
    Duration longestOpenTime,
    int halfOpenCalls) {}
