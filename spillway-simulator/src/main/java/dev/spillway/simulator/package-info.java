/**
 * Shows what a setting does before production does: the production classes in virtual time, under
 * loads and faults that a file describes, beside other policies and an oracle.
 *
 * <pre>
 *   Scenario ─► Trace: tasks, their arrivals and their work, from a seed
 *                 │
 *                 ▼
 *               Clients ─► Policy ─► Plant ─► Policy, Clients        (Simulation, one run)
 *                 │   call     start    finish
 *                 ▼
 *               Ledger of every task ─► Measures, held against the oracle's ledger
 *                 │                          │
 *                 ▼                          ▼
 *             TimeSeries ───────────────► Result, policy by policy    (Comparison, all runs)
 * </pre>
 *
 * <p>Who runs scenarios begins with {@link dev.spillway.simulator.Comparison}, who writes a policy
 * with {@link dev.spillway.simulator.PolicyFactory}. A run depends on the scenario, the policy and
 * the seed alone. May use core and {@code scenario}.
 */
@NullMarked
package dev.spillway.simulator;

import org.jspecify.annotations.NullMarked;
