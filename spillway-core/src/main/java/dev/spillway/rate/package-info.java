/**
 * How much may come: rates, quotas and windows.
 *
 * <pre>
 *   PriorityRate ─► TokenBucket ─► Meter        (what was spent) ─► RateLaw (what has come)
 *        │              └────────► Leases       (tokens lent to the threads that meet too often)
 *        └────────► SlidingWindow               (what came lately)
 *   TenantQuotas ─► TenantTable ─► TenantEntry  (one meter, and the bytes that are held)
 * </pre>
 *
 * <p>A bucket is the difference of two numbers: what time has brought, a function of the clock
 * alone, and what was spent. Nothing is refilled, so no fraction is lost. No class here reads a
 * clock; every question brings its own {@code nowNanos}. May use the words, {@code time} and {@code
 * internal}.
 */
@NullMarked
package dev.spillway.rate;

import org.jspecify.annotations.NullMarked;
