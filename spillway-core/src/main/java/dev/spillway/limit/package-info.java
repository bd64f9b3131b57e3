/**
 * Limits of concurrency: who may work now, who waits, and who is told at once that it would be too
 * late.
 *
 * <pre>
 *   acquire ─► Limiter ─► Gate ── a slot is idle, nobody waits: Holdings, no lock ──► Permit
 *                           │
 *                           ▼ else, under the lock
 *                        Entrance ─► Partition (one for each dependency): is there time enough?
 *                           │            ▲                        │ no: refused at the door
 *                           │            │ Capacity, Backlog:    ▼ yes
 *                           │            │ what it may have     WaitQueue: class, tenant, arrival
 *                           ▼            │                        │
 *                        SlotTable ──────┴── completions ◄── the work ◄── a slot is given back
 * </pre>
 *
 * <p>{@code Teller} calls those who asked to be called, once the lock is released. What decides
 * takes the time as an argument and looks at what arrivals and completions told it, so that the
 * same classes run in production and in virtual time. It may use the words, {@code time} and {@code
 * internal}.
 */
@NullMarked
package dev.spillway.limit;

import org.jspecify.annotations.NullMarked;
