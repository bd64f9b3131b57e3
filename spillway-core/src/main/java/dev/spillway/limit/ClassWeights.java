package dev.spillway.limit;

import dev.spillway.Priority;

/**
 * Whose turn it is between classes that share the slots by weight, in all partitions together.
 * Guarded by the limiter's lock.
 *
 * <p>Start-time fair queuing (P. Goyal, H. Vin, H. Cheng, 1996) on starts: each start of a class
 * takes its tag further by one over its weight, and the least tag goes next. A class that comes
 * back begins where the others are, so it has no credit for the time in which nobody of it waited.
 */
final class ClassWeights {
  /** By class: while all wait, of 31 starts the highest has 16 and the lowest one. */
  private static final int[] WEIGHTS = {16, 8, 4, 2, 1};

  /** By class, the tag of its next start. */
  private final double[] tags = new double[Priority.values().length];

  /** The tag of the last start. */
  private double now;

  /** Somebody of a class waits, of which nobody did. */
  void waits(int rank) {
    tags[rank] = tagOf(rank, 0);
  }

  void started(int rank) {
    now = tags[rank];
    tags[rank] += 1.0 / WEIGHTS[rank];
  }

  /** Whether the next of a class goes before the next of a lower one; both wait. */
  boolean goesFirst(int rank, int lower) {
    return tags[rank] <= tags[lower];
  }

  /** The tag of a class's start after {@code ahead} others of it. */
  private double tagOf(int rank, int ahead) {
    return Math.max(tags[rank], now) + ahead / (double) WEIGHTS[rank];
  }

  /**
   * How many of another class start before one of {@code rank} that has so many ahead in its own.
   */
  double before(int other, int rank, int ahead) {
    double starts = (tagOf(rank, ahead) - tagOf(other, 0)) * WEIGHTS[other];
    return Math.max(0, other < rank ? Math.floor(starts) + 1 : Math.ceil(starts));
  }
}
