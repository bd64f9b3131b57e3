/**
 * A gateway that starts with a long backlog on its disk: how soon it is ready, and how long
 * critical events wait while the backlog drains.
 *
 * <pre>
 *   Backlog ─► BacklogRun ─► BacklogFigures
 *           │      fills, stops, starts and drains a GatewayProcess; RatedEndpoint is its sink
 *           ├► LogBacklogRun ─► LogBacklogFigures
 *           │      the same with a log alone, of any size
 *           └► FlippedBits
 *                  one bit of a log alone is flipped, and the rest delivered
 * </pre>
 *
 * <p>May use every module.
 */
@NullMarked
package dev.spillway.benchmarks.backlog;

import org.jspecify.annotations.NullMarked;
