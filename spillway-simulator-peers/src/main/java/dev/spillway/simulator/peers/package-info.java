/**
 * Policies of other systems, run by the simulator beside Spillway's. Those that exist as a library
 * on the JVM are that library, driven in virtual time; the others are re-implemented from what was
 * published, and say where they simplify. It may use core, the simulator and the peers.
 */
@NullMarked
package dev.spillway.simulator.peers;

import org.jspecify.annotations.NullMarked;
