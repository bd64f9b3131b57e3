/**
 * {@code spillway dead-letters}: a gateway's dead letters, listed, replayed and discarded.
 *
 * <pre>
 *   LettersCommand ─► list ─► LetterCall ─► LetterClient ─► GatewayAccess
 *                 └─► replay, discard ─► LetterChange ─► LetterCall
 * </pre>
 *
 * <p>May use {@code cli.access}, {@code cli.terminal}, picocli and Jackson.
 */
@NullMarked
package dev.spillway.server.cli.letters;

import org.jspecify.annotations.NullMarked;
