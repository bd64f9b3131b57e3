package dev.spillway;

import java.time.Duration;

/**
 * Not admitted; nothing was kept.
 *
 * @param reason why
 * @param retryAfter when trying again may help; zero where it cannot
 */
public record Refused(Reason reason, Duration retryAfter) implements Decision {}
