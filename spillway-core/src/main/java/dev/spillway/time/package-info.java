/**
 * Time, waiting and scheduling as seams, so that the same classes run in production, in tests and
 * in simulations.
 *
 * <p>{@link dev.spillway.time.TimeSource} tells the time and waits; {@link
 * dev.spillway.time.TaskScheduler} runs tasks one after another, now or later. Each has a real form
 * and a form that a test moves by hand: {@link dev.spillway.time.ManualTime} and {@link
 * dev.spillway.time.VirtualScheduler}. This is the only package that may ask the JVM for the time.
 * It depends on nothing.
 */
@NullMarked
package dev.spillway.time;

import org.jspecify.annotations.NullMarked;
