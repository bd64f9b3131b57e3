/**
 * A queue with a log as a policy of the simulator: what becomes of events while downstream is away,
 * the disk fills or is slow, and the power goes.
 *
 * <pre>
 *   call ─► Life: EventQueue ─► log ─► Disk, virtual or real
 *             │ receipt            │
 *             ▼                    ▼ Dispatcher
 *       World.accept, refuse   World.start ─► plant ─► finished
 * </pre>
 *
 * <p>A life is what a process has in memory; it ends when the power goes, and the next one goes on
 * with what the disk kept. In virtual time the disk is simulated: a force keeps it busy, and what
 * waits for it is answered when it is over. In real time it is a directory.
 *
 * <p>Found by the simulator through {@link java.util.ServiceLoader}. May use core, spill, the
 * simulator and the testkit's files.
 */
@NullMarked
package dev.spillway.simulator.spill;

import org.jspecify.annotations.NullMarked;
