/**
 * Looks for what a policy never recovers from: random loads, triggers and clients, each a scenario
 * of its own, all in virtual time.
 *
 * <pre>
 *   seed ─► Combination, one after another ─► its YAML ─► Scenario ─► Trial ─► Finding
 * </pre>
 *
 * <p>Who searches begins with {@link dev.spillway.simulator.search.Search}. What it finds depends
 * on policy, seed and number alone. May use {@code dev.spillway.simulator} and {@code scenario}.
 */
@NullMarked
package dev.spillway.simulator.search;

import org.jspecify.annotations.NullMarked;
