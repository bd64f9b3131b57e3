package dev.spillway.limit;

import org.jspecify.annotations.Nullable;

/**
 * Where the requests of users stand in a line that is ordered by cohort. Guarded by the limiter's
 * lock.
 *
 * <p>A user's cohort follows from its name and the hour, so that for an hour all services shed the
 * same users: their tasks as a whole instead of some step of everybody's (the user priority of H.
 * Zhou et al., "Overload control for scaling WeChat microservices", 2018). Nobody's go first.
 */
final class Cohorts {
  /** Of nobody in particular. */
  static final int NOBODY = 0;

  private static final int USERS = 128;
  private static final int WORD_BITS = 6;
  private static final long HOUR_MILLIS = 3_600_000;

  /** The last request of each cohort. */
  private final @Nullable Waiter[] last = new @Nullable Waiter[1 + USERS];

  private final int[] counts = new int[1 + USERS];

  /** Which cohorts have requests. */
  private final long[] present = new long[(USERS >> WORD_BITS) + 1];

  /** The cohort of a user at a moment: 1 to 128; the lower, the sooner. */
  static int of(String user, long epochMillis) {
    long mixed = (user.hashCode() * 0x9E3779B97F4A7C15L) ^ Math.floorDiv(epochMillis, HOUR_MILLIS);
    mixed *= 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 31)) * 0x94D049BB133111EBL;
    return 1 + (int) (mixed >>> (Long.SIZE - 7));
  }

  /** Behind whom a new request of a cohort comes; null if nobody is before it. */
  @Nullable Waiter lastUpTo(int cohort) {
    int word = cohort >> WORD_BITS;
    long bits = present[word] & (-1L >>> (Long.SIZE - 1 - (cohort & (Long.SIZE - 1))));
    while (bits == 0 && word > 0) {
      word--;
      bits = present[word];
    }
    return bits == 0
        ? null
        : last[(word << WORD_BITS) + Long.SIZE - 1 - Long.numberOfLeadingZeros(bits)];
  }

  /** How many requests of a cohort and those before it wait. */
  int countUpTo(int cohort) {
    int count = 0;
    for (int before = 0; before <= cohort; before++) {
      count += counts[before];
    }
    return count;
  }

  void add(Waiter waiter) {
    int cohort = waiter.cohort;
    last[cohort] = waiter;
    counts[cohort]++;
    present[cohort >> WORD_BITS] |= 1L << cohort;
  }

  /** Takes one out that still stands in its line. */
  void remove(Waiter waiter) {
    int cohort = waiter.cohort;
    counts[cohort]--;
    if (last[cohort] == waiter) {
      Waiter before = waiter.before;
      boolean alone = counts[cohort] == 0;
      last[cohort] = alone ? null : before;
      if (alone) {
        present[cohort >> WORD_BITS] &= ~(1L << cohort);
      }
    }
  }
}
