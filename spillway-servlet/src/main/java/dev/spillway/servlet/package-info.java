/**
 * A limiter in front of the servlets of an application.
 *
 * <pre>
 *   request ─► LimiterFilter ─► Intake: rules, headers ─► Limiter ── refused ──► Problem ─► 503
 *                                │                           │
 *                                ▼                           ▼ permit, at once or after a wait
 *                           Propagation                  Admission ─► the filters and servlets behind
 *                    (headers for the next service)          ▲
 *                                                            └── the answer is complete: Outcome
 * </pre>
 *
 * <p>{@link dev.spillway.servlet.LimiterFilter} is the way in. May use core, the Jakarta Servlet
 * API and, for headers of outgoing calls, {@code java.net.http}.
 */
@NullMarked
package dev.spillway.servlet;

import org.jspecify.annotations.NullMarked;
