/**
 * The gateway's HTTP side, on Jetty's core handlers.
 *
 * <pre>
 *   connection ─► SiteGuard ─► Router ─► Ingest ── BodyReading (charged to BodyBudget) ─► RecordReader
 *                  (Host,        │          │                                                │
 *                   Origin)      │          └─► EventQueue.offer ◄──────── all events ───────┘
 *                                │                   └─► Receipt ─► IngestAnswer
 *                                ├─► LetterEndpoint ─► DeadLetterBox
 *                                ├─► FiguresJson, Health, MetricsEndpoints ◄── Telemetry, QueueWatch
 *                                ├─► ScrapeEndpoint, one scrape at a time for all who ask
 *                                ├─► Problem (RFC 9457), whatever goes wrong
 *                                └── all but probes go through Door ◄─► Limiter: whose turn is it?
 *                                   every answer ─► PendingAnswers (in connection) ─► client
 * </pre>
 *
 * <p>{@link dev.spillway.server.http.HttpServer} is the way in. No request waits on a thread:
 * bodies are read, and durable answers written, when they are there. May use core, the
 * configuration's records, {@code ingest}, {@code json}, {@code telemetry}, Jetty and Jackson; of
 * sinks it knows the figures only.
 */
@NullMarked
package dev.spillway.server.http;

import org.jspecify.annotations.NullMarked;
