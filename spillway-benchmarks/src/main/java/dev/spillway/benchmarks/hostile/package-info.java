/**
 * A real gateway beside clients that mean it no good. Fails when well-behaved clients suffer.
 *
 * <pre>
 *   Hostile ─► TargetGateway, a process
 *           ─► GoodClient, paced: ingest over kept connections and new ones
 *           ─► Crowd, a process: silent connections and slow clients
 * </pre>
 *
 * <p>May use every module.
 */
@NullMarked
package dev.spillway.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
