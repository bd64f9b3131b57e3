/**
 * How commands talk to people: where they write, how figures read, what exit codes mean.
 *
 * <pre>
 *   command ─► Terminal ─► standard output: results
 *                 ▲    └─► standard error: complaints
 *                 └── ProgressLine, drawn again while the work goes on
 * </pre>
 *
 * <p>For every command, and knows none. May use core's time.
 */
@NullMarked
package dev.spillway.server.cli.terminal;

import org.jspecify.annotations.NullMarked;
