/**
 * What the gateway tells of itself: meters for Prometheus, and how each queue is.
 *
 * <pre>
 *   Limiter ──────────────────► LimiterMeters ─┐
 *   EventQueue, Dispatcher ─┬─► QueueMeters ───┴─► Telemetry ─► text for a scrape
 *                           └─► QueueWatch ─► QueueReading (now and a while ago) ─► QueueHealth
 * </pre>
 *
 * <p>May use core, {@code spillway-micrometer} and Micrometer; knows nothing of HTTP.
 */
@NullMarked
package dev.spillway.server.telemetry;

import org.jspecify.annotations.NullMarked;
