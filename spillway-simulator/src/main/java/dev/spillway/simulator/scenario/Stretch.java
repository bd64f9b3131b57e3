package dev.spillway.simulator.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a figure's course: from a moment on a value, or on the way from it to another.
 *
 * @param to where it goes, together with {@code over}
 * @param over how long it takes to get there
 */
public record Stretch(Duration from, double value, @Nullable Double to, @Nullable Duration over) {}
