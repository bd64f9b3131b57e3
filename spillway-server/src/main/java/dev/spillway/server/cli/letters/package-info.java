/**
 * {@code spillway letters}: a gateway's dead letters, listed, replayed and discarded.
 *
 * <pre>
 *   LettersCommand ─► list ─► LetterClient ─► GatewayAccess
 *                 └─► replay, discard ─► LetterChange ─► LetterClient
 * </pre>
 *
 * <p>May use {@code cli.access}, {@code cli.terminal}, picocli and Jackson.
 */
@NullMarked
package dev.spillway.server.cli.letters;

import org.jspecify.annotations.NullMarked;
