/**
 * A gateway under twice the load that its sink can take, to be watched.
 *
 * <pre>
 *   DemoProducers ─ HTTP ─► Gateway ─► DemoSink (slow, stalls twice, heals)
 *                              │           │
 *                              └── Demo ◄──┘  moments while it runs, a DemoReport at the end
 * </pre>
 *
 * <p>Nothing here is pretended: the events travel over HTTP, the log is on a real disk, and the
 * accounts of the queue are compared with what producers and sink have counted themselves. May use
 * the gateway and what it is made of.
 */
@NullMarked
package dev.spillway.server.demo;

import org.jspecify.annotations.NullMarked;
