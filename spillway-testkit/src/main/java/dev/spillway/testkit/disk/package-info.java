/**
 * Tries what a disk may hold after every moment of a store's work at which the power can go, and
 * after any harm to one place of it.
 *
 * <pre>
 *   Workload ─► CrashWork ─► store under test ─► TracedFiles ─► operations, in order
 *                   │                                                │
 *                   ▼ what was promised, and when                    ▼ Moment, each with its pieces
 *               Promises ◄── compared ── store, opened again ◄── CrashImage: what was forced is
 *                            Found                               there; of the rest some pieces
 *                                                                are missing or spoilt, or alone
 *
 *   three blocks ─► every bit flipped, every length, sectors lost, doubled, swapped
 *                      ─► store, opened again ─► at most that block is lost, and counted
 * </pre>
 *
 * <p>It may use core, the files of spill and of this kit, JUnit's API and AssertJ.
 */
@NullMarked
package dev.spillway.testkit.disk;

import org.jspecify.annotations.NullMarked;
