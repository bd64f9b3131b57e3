/**
 * The words that every part of Spillway shares: priority, durability, decision, reason, receipt,
 * and how waits are told.
 *
 * <p>Values only: nothing here holds state, reads a clock or starts a thread. Depends on nothing
 * but the JDK; every other package may depend on this one.
 */
@NullMarked
package dev.spillway;

import org.jspecify.annotations.NullMarked;
