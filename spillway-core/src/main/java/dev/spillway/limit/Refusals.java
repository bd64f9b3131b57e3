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
  private static final OverloadException[] THROWN = new OverloadException[MADE.length];

  static {
    for (Reason reason : Reason.values()) {
      for (int step = 0; step < STEPS; step++) {
        Duration wait = reason.isRetryable() ? Duration.ofMillis(1L << step) : Duration.ZERO;
        Refused refusal = new Refused(reason, wait);
        MADE[reason.ordinal() * STEPS + step] = refusal;
        THROWN[reason.ordinal() * STEPS + step] = new OverloadException(refusal);
      }
    }
  }

  private Refusals() {}

  /** A refusal that asks to come back after {@code nanos}, rounded up to a power of two in ms. */
  static Refused of(Reason reason, double nanos) {
    return MADE[index(reason, (long) Math.ceil(Math.max(MILLI, nanos) / MILLI))];
  }

  private static int index(Reason reason, long millis) {
    int step = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, millis - 1));
    return reason.ordinal() * STEPS + Math.min(STEPS - 1, step);
  }

  /** Where a refusal of these stands, below 2,048; {@link #at} has it. */
  static int indexOf(Refused refusal) {
    return index(refusal.reason(), refusal.retryAfter().toMillis());
  }

  static Refused at(int index) {
    return MADE[index];
  }

  /** What is thrown for a refusal of these; having no stack it can be thrown by many at once. */
  static OverloadException exception(Refused refusal) {
    return THROWN[indexOf(refusal)];
  }
}
