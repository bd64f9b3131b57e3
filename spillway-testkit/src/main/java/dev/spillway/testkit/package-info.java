/**
 * What proves Spillway's parts, for its own tests and for those who replace a part.
 *
 * <pre>
 *   contract kit ─► SpillStore under test ─► FaultyFiles ─► SimulatedFiles ─► crash(seed)
 *   (extend it)                              (fails on       (what is forced,     │
 *                                             request)        what is pending)    ▼
 *                                                                     what a disk might keep
 * </pre>
 *
 * <p>It may use core, spill, JUnit's API and AssertJ.
 */
@NullMarked
package dev.spillway.testkit;

import org.jspecify.annotations.NullMarked;
