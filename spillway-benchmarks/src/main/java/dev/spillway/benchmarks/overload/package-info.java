/**
 * Ten times the load that a slow sink takes, for real: threads, files and a small heap. Fails when
 * a promise was broken.
 *
 * <pre>
 *   Overload ─► a JVM for each strategy: Worker ─► OverloadRun ─► Outcome, as JSON
 *                                            PacedProducer ─► EventQueue ─► CountingSink
 *                                                                ▲ Watcher
 * </pre>
 *
 * <p>May use every module.
 */
@NullMarked
package dev.spillway.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
