/**
 * {@code spillway simulate}: scenarios in virtual time, under the policies that were asked for.
 *
 * <pre>
 *   SimulateCommand ─► ScenarioChoice, PolicyChoice ─► Comparison ─► reports
 *                                                          └─► SimulateProgress
 * </pre>
 *
 * <p>May use {@code cli.terminal}, the simulator, {@code dev.spillway.yaml}, core's time and
 * picocli.
 */
@NullMarked
package dev.spillway.server.cli.simulate;

import org.jspecify.annotations.NullMarked;
