/**
 * {@code spillway spill}: looks at a gateway's logs on disk, exports and repairs them.
 *
 * <pre>
 *   SpillCommand ─► list, verify ─► EachLog ─► SpillDirectories
 *               ├─► export ─► ExportedLines (ExportFormat, SentRecord) ─► ExportTarget
 *               └─► repair, with a dry run
 * </pre>
 *
 * <p>May use {@code cli.terminal}, the log, core, picocli and Jackson; calls no gateway.
 */
@NullMarked
package dev.spillway.server.cli.spill;

import org.jspecify.annotations.NullMarked;
