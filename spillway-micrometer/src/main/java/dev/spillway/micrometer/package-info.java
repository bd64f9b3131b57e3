/**
 * Meters for everything that queues and their dispatchers report, on Micrometer.
 *
 * <pre>
 *   EventQueue, Dispatcher ─► Snapshots (one for each scrape) ─► MeterFamily ─► MeterRegistry
 *                                                                   ▲
 *                                      LaneFamilies, GuardFamilies, QueueFamilies, SinkFamilies, OldNames: the tables
 * </pre>
 *
 * <p>{@link dev.spillway.micrometer.QueueMeters} is the way in. May use core, Micrometer and, for
 * histograms on a Prometheus registry, the Prometheus client's model.
 */
@NullMarked
package dev.spillway.micrometer;

import org.jspecify.annotations.NullMarked;
