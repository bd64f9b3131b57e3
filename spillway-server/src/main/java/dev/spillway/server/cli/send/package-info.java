/**
 * {@code spillway send}: files to a gateway, a line an event, until each was accepted or refused
 * for good.
 *
 * <pre>
 *   SendCommand ─► FileSending ─► EventFile ─► LineReader ─► FileLine (IdSuffix when repeated)
 *                       └─► Sender ─► GatewayClient ─► AnswerReader ─► Answer
 *                              └─► SendCounts ─► SendProgress
 * </pre>
 *
 * <p>May use {@code cli.access}, {@code cli.terminal}, core's time, picocli and Jackson.
 */
@NullMarked
package dev.spillway.server.cli.send;

import org.jspecify.annotations.NullMarked;
