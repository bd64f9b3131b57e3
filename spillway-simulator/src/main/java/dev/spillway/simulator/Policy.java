package dev.spillway.simulator;

/**
 * Decides which calls are worked on, and when. Called by one thread at a time, unless its factory
 * says that it is thread-safe.
 *
 * <p>A run must depend on nothing but its scenario and its seed: a policy asks {@link
 * World#nowNanos} for the time, draws from its seed, and takes no order from hash tables.
 */
public interface Policy {
  /** A call has come; now or later it is started or refused, through the {@link World}. */
  void arrive(Call call);

  /** A call that was started is over. */
  void finished(Call call);

  /**
   * The run is over: lets go of what is open.
   *
   * @param whole whether it came to its end, so that what must hold then can be checked
   */
  default void ended(boolean whole) {}
}
