/**
 * What one decision costs, beside libraries that decide the same: JMH benchmarks, a run that
 * shuffles them so that peers meet the same weather, and the table that it prints.
 *
 * <p>In every benchmark class the method {@code spillway} is what the others are compared with.
 */
@NullMarked
package dev.spillway.benchmarks.decisions;

import org.jspecify.annotations.NullMarked;
