/**
 * Pictures of what a queue does under overload, drawn from runs of the real classes.
 *
 * <pre>
 *   Load ─► Producer ─► EventQueue, SpillLog, Dispatcher ─► RatedSink
 *                                 │
 *                             Recorder ─► Recording ─► Picture ─► SVG
 * </pre>
 *
 * <p>A run is single-threaded and in virtual time, its random numbers come from a seed, and numbers
 * are written without the platform's help; so a picture has the same bytes on every JDK. A run
 * fails when its accounts are not exact. May use core, spill and the testkit.
 */
@NullMarked
package dev.spillway.benchmarks.pictures;

import org.jspecify.annotations.NullMarked;
