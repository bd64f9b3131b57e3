package dev.spillway.limit;

/**
 * Keeps work from something that hangs from holding all slots. Guarded by the limiter's lock.
 *
 * <pre>
 *   sound ── as many timeouts in a row as there are slots, or all slots taken and none given
 *     ▲      back for a whole deadline ──► suspect: one probe now and then
 *     │                                        │
 *     └── allowed grows by one ◄── rising ◄────┘ an answer
 *         with each answer              a timeout: suspect again
 * </pre>
 *
 * <p>Probes are spread over the time that a hung call takes, so that one is always about to show
 * that the hang is over, while most slots stay free for that moment.
 */
final class HangGuard {
  /** Of the slots, so many may be held by probes; at least one. */
  private static final int PROBE_SHARE = 4;

  /** Stalled for so many means by each slot is no chance: e to the power is 3,000. */
  private static final double NO_CHANCE = 8;

  private final long deadlineNanos;
  private int allowed = Integer.MAX_VALUE;
  private boolean suspect;
  private int timeoutsInARow;
  private double hungNanos;

  /** How long the last call took that timed out and whose beginning is known. */
  private double timedOutNanos;

  private long probeNanos;

  HangGuard(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /** How many slots may be taken of {@code slots}; none, but for probes, while suspect. */
  int allowed(int slots) {
    return suspect ? 0 : Math.min(slots, allowed);
  }

  /** Whether neither timeouts nor the time after a hang make it count each success. */
  boolean isCalm() {
    return !suspect && timeoutsInARow == 0 && allowed == Integer.MAX_VALUE;
  }

  boolean isSuspect() {
    return suspect;
  }

  /** Whether one more may be started to see whether it still hangs; it is then taken as started. */
  boolean tryProbe(long nowNanos, int taken, int slots) {
    int probes = probes(slots);
    if (taken >= slots || nowNanos - probeNanos < hungNanos / probes) {
      return false;
    }
    probeNanos = nowNanos;
    return true;
  }

  /** How many probes may be under way at once. */
  static int probes(int slots) {
    return Math.max(1, slots / PROBE_SHARE);
  }

  /** Looks at how long nothing was given back although all slots were taken. */
  void stalled(long nowNanos, double openNanos, double meanNanos, int slots) {
    if (openNanos > deadlineNanos && openNanos > NO_CHANCE * meanNanos / slots) {
      suspect(nowNanos, openNanos);
    }
  }

  /** A call timed out; {@code tookNanos} is negative when nobody knows how long it took. */
  void timedOut(long nowNanos, double tookNanos, int slots) {
    timeoutsInARow++;
    timedOutNanos = tookNanos < 0 ? timedOutNanos : tookNanos;
    if (timeoutsInARow >= Math.min(slots, allowed)) {
      suspect(nowNanos, timedOutNanos > 0 ? timedOutNanos : deadlineNanos);
    }
  }

  private void suspect(long nowNanos, double nanos) {
    if (!suspect) {
      suspect = true;
      probeNanos = nowNanos;
    }
    hungNanos = nanos;
  }

  /** Work was over in time, well or not. */
  void answered(int taken, int slots) {
    timeoutsInARow = 0;
    if (suspect) {
      suspect = false;
      allowed = taken + 1;
    } else if (allowed < slots) {
      allowed++;
    } else {
      allowed = Integer.MAX_VALUE;
    }
  }
}
