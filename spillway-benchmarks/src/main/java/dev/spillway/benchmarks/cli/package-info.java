/**
 * The command {@code ./benchmark}: which measurements there are, and those that are a class each.
 *
 * <p>May use every module and package; nothing uses this one.
 */
@NullMarked
package dev.spillway.benchmarks.cli;

import org.jspecify.annotations.NullMarked;
