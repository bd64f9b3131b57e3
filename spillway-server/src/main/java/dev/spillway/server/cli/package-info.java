/**
 * The command line: what a person types, and what it prints.
 *
 * <pre>
 *   Main ─► CommandLineApp ─► serve ─► Gateway
 *                          ├► send ──► EventFile ─► Sender ─► GatewayClient ─► HTTP
 *                          ├► config ─► ConfigReader, ConfigPrinter
 *                          └► spill ─► the log, read only
 * </pre>
 *
 * <p>Results go to standard output, progress and complaints to standard error, and the exit code
 * tells which of the cases in {@code ExitCode} it was. May use everything of the server, core,
 * picocli and Jackson.
 */
@NullMarked
package dev.spillway.server.cli;

import org.jspecify.annotations.NullMarked;
