package dev.spillway.limit;

import dev.spillway.Refused;

/**
 * Hears what became of a request that did not want to block. Exactly one of the two is called,
 * once, by the thread that decided: the one that asked, or one that completed a permit.
 *
 * <p>It should return soon. If it throws, what it threw is logged and the permit is given back.
 */
public interface AcquireCallback {
  /** The work may begin; whoever does it completes {@code permit}. */
  void admitted(Permit permit);

  /** The work must not begin. */
  void refused(Refused decision);
}
