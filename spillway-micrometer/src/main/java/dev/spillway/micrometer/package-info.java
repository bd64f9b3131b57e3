/**
 * Meters for everything that queues, their dispatchers and limiters report, on Micrometer.
 *
 * <pre>
 *   EventQueue, Dispatcher ─► QueueLook ─┐
 *                                        ├─► Snapshots ─► Binding ─► MeterRegistry
 *   Limiter ─► LimiterFigures ───────────┘   (one for        ▲
 *                                             each scrape)   │
 *                                                       MeterFamily: the tables
 *         LaneFamilies, GuardFamilies, QueueFamilies, SinkFamilies, OldNames; LimiterFamilies
 * </pre>
 *
 * <p>{@link dev.spillway.micrometer.QueueMeters} and {@link dev.spillway.micrometer.LimiterMeters}
 * are the ways in. May use core, Micrometer and, for histograms on a Prometheus registry, the
 * Prometheus client's model.
 */
@NullMarked
package dev.spillway.micrometer;

import org.jspecify.annotations.NullMarked;
