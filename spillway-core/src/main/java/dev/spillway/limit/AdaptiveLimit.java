package dev.spillway.limit;

/**
 * Finds how many requests are best worked on at once. Guarded by the limiter's lock.
 *
 * <p>While requests wait, all slots are in use, and what is completed in a while shows what this
 * concurrency brings. A window of {@value #ENOUGH} completions, and of at least as long as work
 * takes, gives a point of the {@link ThroughputCurve}; the next window is spent where that expects
 * most, now and then a little above or below. While nobody waits nothing is concluded, so a slow
 * dependency or network is not taken for a queue; more is tried only once what is allowed was used.
 *
 * <p>If work takes several times as long as it did before anybody waited, the service is taken to
 * have changed, and as many times the slots are tried at once, as far as requests wait for them: by
 * Little's law so many keep up with what came before.
 *
 * <p>If work takes more than half of the time that requests have, the limit is halved at once:
 * whatever it brings, it comes too late.
 */
final class AdaptiveLimit {
  private static final int ENOUGH = 64;

  /** One window in so many looks around, by a factor; fewer once so many windows were seen. */
  private static final int PROBE_EVERY = 4;

  private static final int PROBE_RARELY = 12;
  private static final int KNOWN_AFTER = 64;
  private static final double PROBE_STEP = 1.4;

  /** Of the time that requests have, what their work may take. */
  private static final double LONGEST_SHARE = 0.5;

  /** So many in a row that took too long are no chance. */
  private static final int ENOUGH_LONG = 8;

  /** After halving, so many windows are spent below before more is tried. */
  private static final int CAUTIOUS_WINDOWS = 16;

  /** What a window counts in which all work failed. */
  private static final double LEAST_USEFUL = 0.5;

  private static final double SMOOTHING = 1.0 / 16;

  /** Work that takes so many times as long as before anybody waited: hardly by our doing. */
  private static final double SLOWER = 3;

  private final SlotTable slots;
  private final int least;
  private final int most;
  private final ThroughputCurve curve = new ThroughputCurve();
  private int limit;

  /** The time that requests have, smoothed. */
  private double timeNanos;

  /** Nothing above is tried, for so many windows. */
  private int ceiling;

  private int cautiousWindows;

  /** Windows since the service was last seen to change. */
  private int windows;

  /** What began before then, began under another limit. */
  private long fromNanos;

  /** Since then: work that was timed, and for how long it held its slots. */
  private double timed;

  private double tookNanos;

  /** When the window was begun in which everything is counted; not, while nobody waits. */
  private long sinceNanos;

  private boolean counting;
  private int completions;
  private int useful;

  /** How long work took while nobody waited, smoothed, and of how much that is known. */
  private double calmNanos;

  private int calmSeen;

  AdaptiveLimit(LimiterBuilder settings, SlotTable slots, long nowNanos) {
    this.slots = slots;
    least = settings.leastSlots;
    most = settings.mostSlots;
    ceiling = most;
    limit = slots.limit();
    timeNanos = settings.longestTimeNanos();
    fromNanos = nowNanos;
  }

  int limit() {
    return limit;
  }

  /** Forgets what was seen, and begins anew with a limit. */
  void restart(int start, long nowNanos) {
    curve.clear();
    windows = 0;
    ceiling = most;
    move(start, nowNanos);
  }

  /** A request that waited is done; what it was given is what requests have. */
  void given(long nanos) {
    timeNanos += (nanos - timeNanos) * SMOOTHING;
  }

  /**
   * Work that held a slot for so long has just given it back, and {@code waiting} requests were not
   * served yet.
   */
  void completed(Outcome outcome, double nanos, int waiting, long nowNanos) {
    int taken = slots.taken() + 1;
    if (taken > limit) {
      fromNanos = nowNanos;
    }
    boolean begunUnderLimit = nowNanos - (long) nanos - fromNanos >= 0;
    if (begunUnderLimit) {
      time(nanos);
    }
    if (isTooLong() && 2 * taken > limit) {
      halve(nowNanos);
    } else if (waiting == 0) {
      counting = false;
      calmSeen = Math.min(ENOUGH, calmSeen + 1);
      calmNanos += (nanos - calmNanos) / calmSeen;
    } else if (!counting) {
      if (begunUnderLimit) {
        open(nowNanos);
      }
    } else {
      completions++;
      useful += outcome == Outcome.SUCCEEDED ? 1 : 0;
      double passed = nowNanos - sinceNanos;
      if (passed >= meanNanos()
          && (completions >= ENOUGH || (completions >= ENOUGH / 2 && passed >= 2 * meanNanos()))) {
        conclude(waiting, nowNanos);
      }
    }
  }

  private void time(double nanos) {
    if (timed >= ENOUGH) {
      timed /= 2;
      tookNanos /= 2;
    }
    timed++;
    tookNanos += nanos;
  }

  private double meanNanos() {
    return timed == 0 ? 0 : tookNanos / timed;
  }

  private boolean isTooLong() {
    return timed >= ENOUGH_LONG && meanNanos() > LONGEST_SHARE * timeNanos && limit > least;
  }

  private void halve(long nowNanos) {
    int half = Math.max(least, limit / 2);
    ceiling = Math.max(half, (int) (limit / PROBE_STEP));
    cautiousWindows = CAUTIOUS_WINDOWS;
    move(half, nowNanos);
  }

  private void open(long nowNanos) {
    counting = true;
    sinceNanos = nowNanos;
    completions = 0;
    useful = 0;
  }

  private void conclude(int waiting, long nowNanos) {
    boolean slower = calmSeen == ENOUGH && meanNanos() > SLOWER * calmNanos;
    if (slower) {
      curve.clear();
    }
    if (curve.add(limit, Math.max(useful, LEAST_USEFUL), nowNanos - sinceNanos)) {
      windows = 0;
    }
    cautiousWindows--;
    if (cautiousWindows == 0) {
      ceiling = most;
    }
    windows++;
    int next = slower ? asManyMore(waiting) : next();
    if (next == limit) {
      open(nowNanos);
    } else {
      move(next, nowNanos);
    }
  }

  private int next() {
    int best = within(curve.best());
    int every = windows < KNOWN_AFTER ? PROBE_EVERY : PROBE_RARELY;
    if (windows % every == 0) {
      boolean above = windows % (2 * every) == 0;
      return within(above ? Math.ceil(best * PROBE_STEP) : best / PROBE_STEP);
    }
    boolean stuck = curve.size() == 1 && best == limit;
    return stuck ? within(limit / 2.0) : best;
  }

  /** What keeps up with work that takes longer, as far as it is waited for. */
  private int asManyMore(int waiting) {
    calmSeen = 0;
    windows = 0;
    return within(Math.min(limit * meanNanos() / calmNanos, (double) limit + waiting));
  }

  private int within(double concurrency) {
    return (int) Math.max(least, Math.min(ceiling, Math.round(concurrency)));
  }

  private void move(int next, long nowNanos) {
    fromNanos = nowNanos;
    limit = next;
    counting = false;
    timed = 0;
    tookNanos = 0;
  }
}
