package dev.spillway;

import java.time.Duration;

/**
 * Granted or kept, but the caller should wait before it goes on or offers more.
 *
 * @param delay how long to wait; positive
 * @param reason what the delay protects
 */
public record Delayed(Duration delay, Reason reason) implements Decision {}
