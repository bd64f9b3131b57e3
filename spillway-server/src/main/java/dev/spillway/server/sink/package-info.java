/**
 * Where the gateway's events end up.
 *
 * <pre>
 *   Dispatcher ─ BatchView ─► FileSink ─► EventWriter ─► append, force ─► DELIVERED
 *                        └──► HttpSink ─► EventWriter ─► HttpDelivery ─► POST ─► AnswerReader ─► SinkResult
 *                                                    ▲   │ failed
 *                                     EndpointChoice ┘ ◄─┘ the next, once each
 * </pre>
 *
 * <p>{@link dev.spillway.server.sink.Sinks} makes the one that the configuration asks for. A sink
 * answers from a thread or a client of its own. May use core's {@code circuit}, {@code delivery},
 * {@code queue} and {@code time}, the configuration's records, {@code json} and Jackson.
 */
@NullMarked
package dev.spillway.server.sink;

import org.jspecify.annotations.NullMarked;
