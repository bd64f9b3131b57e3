package dev.spillway.limit;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;

/** Refusals made once, so that refusing allocates nothing. Immutable. */
final class Refusals {
  /** Waits from 1 ms, doubled, to half a minute. */
  private static final int STEPS = 16;

  private static final double MILLI = 1e6;
  private static final Refused[] MADE = new Refused[Reason.values().length * STEPS];

  static {
    for (Reason reason : Reason.values()) {
      for (int step = 0; step < STEPS; step++) {
        Duration wait = reason.isRetryable() ? Duration.ofMillis(1L << step) : Duration.ZERO;
        MADE[reason.ordinal() * STEPS + step] = new Refused(reason, wait);
      }
    }
  }

  private Refusals() {}

  /** A refusal that asks to come back after {@code nanos}, rounded up to a power of two in ms. */
  static Refused of(Reason reason, double nanos) {
    long millis = (long) Math.ceil(Math.max(MILLI, nanos) / MILLI);
    int step = Long.SIZE - Long.numberOfLeadingZeros(millis - 1);
    return MADE[reason.ordinal() * STEPS + Math.min(STEPS - 1, step)];
  }
}
