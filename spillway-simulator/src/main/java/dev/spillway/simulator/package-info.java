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
 * <p>The same steps go on in a {@code Timeline} that is virtual, one after another in the caller's
 * thread, or real: then clients and plant have a thread each, and call a policy that is made for it
 * both at once ({@link dev.spillway.simulator.RealComparison}).
 *
 * <p>Who runs scenarios begins with {@link dev.spillway.simulator.Comparison}, who writes a policy
 * with {@link dev.spillway.simulator.PolicyFactory}. In virtual time a run depends on the scenario,
 * the policy and the seed alone. May use core and {@code scenario}.
 */
@NullMarked
package dev.spillway.simulator;

import org.jspecify.annotations.NullMarked;
