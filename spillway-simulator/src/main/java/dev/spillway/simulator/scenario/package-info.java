/**
 * What a simulation is told: records that mirror the YAML file key by key, their rules and their
 * reader.
 *
 * <pre>
 *   file ─► ScenarioReader ─► Fields, Shapes: every value with its place
 *                                │
 *                                └─► Scenario, whole and valid, or ScenarioException
 *                                       └── Problems: bounds, and what must fit together
 * </pre>
 *
 * <p>May use core's words and {@code dev.spillway.yaml}.
 */
@NullMarked
package dev.spillway.simulator.scenario;

import org.jspecify.annotations.NullMarked;
