/**
 * What a comparison found, told to people and programs.
 *
 * <pre>
 *   Results ─┬► TableReport ─► lines of a terminal
 *            ├► JsonReport ─► text ─────┐
 *            ├► MarkdownReport ─► text ─┤
 *            └► HtmlReport ─► text ─────┴► ReportFile, whole or not at all
 * </pre>
 *
 * <p>May use the simulator and Jackson.
 */
@NullMarked
package dev.spillway.simulator.report;

import org.jspecify.annotations.NullMarked;
