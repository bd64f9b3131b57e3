/**
 * The command line: what a person types, and what it prints.
 *
 * <pre>
 *   Main ─► CommandLineApp ─► serve ──► Gateway
 *                          ├► demo ───► DemoScreen
 *                          ├► config ─► ConfigReader, ConfigPrinter
 *                          ├► key ────► a new key
 *                          └► the rooms send, simulate, letters and spill
 *                                        └─► access (to a gateway), terminal (to people)
 * </pre>
 *
 * <p>Results go to standard output, progress and complaints to standard error, and the exit code
 * tells which of the cases in {@code ExitCode} it was. May use everything of the server, core,
 * picocli and Jackson.
 */
@NullMarked
package dev.spillway.server.cli;

import org.jspecify.annotations.NullMarked;
