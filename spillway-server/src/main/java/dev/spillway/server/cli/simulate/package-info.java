/**
 * {@code spillway simulate}: scenarios in virtual time or for real, under the policies that were
 * asked for; {@code spillway simulate search}: random overloads under one policy.
 *
 * <pre>
 *   SimulateCommand ─► ScenarioChoice, PolicyChoice ─► Plan ─► Comparison ─► reports
 *                                                       │         └─► SimulateProgress
 *                                                       └─► RealRun ─► RefusalCost, RealComparison
 *   SearchCommand ─► PolicyChoice ─► Search ─► report
 * </pre>
 *
 * <p>May use {@code cli.terminal}, the simulator, {@code dev.spillway.yaml}, core's time, picocli
 * and, for what a refusal over HTTP costs, Jetty.
 */
@NullMarked
package dev.spillway.server.cli.simulate;

import org.jspecify.annotations.NullMarked;
