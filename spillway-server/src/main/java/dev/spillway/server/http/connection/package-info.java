/**
 * The connections of the gateway's clients: what they may cost, and who is cut off.
 *
 * <pre>
 *   Jetty ─► ClientConnectionFactory ─► ClientConnection ◄── ConnectionWatch: slow? silent? too many?
 *     (TlsConnections around it)                ▲
 *                                              └── PendingAnswers: what is not read takes too much?
 * </pre>
 *
 * <p>Knows nothing of requests' meaning. May use {@code security}, core's time and Jetty.
 */
@NullMarked
package dev.spillway.server.http.connection;

import org.jspecify.annotations.NullMarked;
