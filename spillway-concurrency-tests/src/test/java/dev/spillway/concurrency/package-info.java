/**
 * What many threads at once must not break, shown in two ways.
 *
 * <pre>
 *   Interleavings ─► Lincheck ─► a few calls of a few threads, every order of their steps in turn
 *   LimiterSoak   ─► many threads, real time, everything at once ─► LimiterAccount, at rest
 * </pre>
 *
 * <p>Lincheck finds what a rare order of steps breaks, and prints it; it takes each thread's reads
 * and writes for ordered, so what a processor may reorder is left to the soak. What looks into a
 * package lives in that package's name. All of it is test code.
 */
@NullMarked
package dev.spillway.concurrency;

import org.jspecify.annotations.NullMarked;
