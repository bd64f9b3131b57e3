package dev.spillway.simulator;

/**
 * Decides which calls are worked on, and when. Called from one thread, in virtual time.
 *
 * <p>A run must depend on nothing but its scenario and its seed: a policy asks {@link
 * World#nowNanos} for the time, draws from its seed, and takes no order from hash tables.
 */
public interface Policy {
  /** A call has come; now or later it is started or refused, through the {@link World}. */
  void arrive(Call call);

  /** A call that was started is over. */
  void finished(Call call);
}
