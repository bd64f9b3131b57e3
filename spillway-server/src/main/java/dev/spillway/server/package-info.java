/**
 * The gateway as a whole: what is started, in which order, and how it stops.
 *
 * <pre>
 *   GatewayConfig ─► Gateway ─► DataDirectory
 *                       ├─► RunningQueue: SpillLog ─► EventQueue ─► Dispatcher ─► Sink
 *                       ├─► HttpServer
 *                       └─► Rehearsal, once, before the queues deliver
 *
 *   stop: not ready ─► refuse ─► deliver up to shutdown.drain ─► HTTP ends ─► memory to the log
 * </pre>
 *
 * <p>May use everything of the server but {@code cli}, which starts it.
 */
@NullMarked
package dev.spillway.server;

import org.jspecify.annotations.NullMarked;
