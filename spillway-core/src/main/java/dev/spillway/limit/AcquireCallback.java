package dev.spillway.limit;

import dev.spillway.Refused;

/**
 * Hears what became of a request that did not want to block. Exactly one of the two is called,
 * once, by the thread that decided: the one that asked, one that completed a permit, changed the
 * limiter or asked for something else, or the one that tidies. No lock is held meanwhile.
 *
 * <p>It should return soon: others may have to be told by the same thread. If it throws, the permit
 * is given back, and what it threw is logged, at most once a second.
 */
public interface AcquireCallback {
  /** The work may begin; whoever does it completes {@code permit}. */
  void admitted(Permit permit);

  /** The work must not begin. */
  void refused(Refused decision);
}
