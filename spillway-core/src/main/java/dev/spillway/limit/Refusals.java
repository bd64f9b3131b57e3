package dev.spillway.limit;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;

/**
 * Refusals made once, so that refusing allocates nothing and one that is remembered can be thrown
 * without a conversion: what throws and is small is inlined into its caller, and then throwing it
 * is a jump. Immutable.
 */
final class Refusals {
  /** Waits from 1 ms, doubled, to half a minute. */
  private static final int STEPS = 16;

  private static final double MILLI = 1e6;

  /** Having no stack, each can be thrown by many at once. */
  private static final OverloadException[] MADE =
      new OverloadException[Reason.values().length * STEPS];

  static {
    for (Reason reason : Reason.values()) {
      for (int step = 0; step < STEPS; step++) {
        Duration wait = reason.isRetryable() ? Duration.ofMillis(1L << step) : Duration.ZERO;
        MADE[reason.ordinal() * STEPS + step] = new OverloadException(new Refused(reason, wait));
      }
    }
  }

  private Refusals() {}

  /** A refusal that asks to come back after {@code nanos}, rounded up to a power of two in ms. */
  static OverloadException of(Reason reason, double nanos) {
    return MADE[index(reason, (long) Math.ceil(Math.max(MILLI, nanos) / MILLI))];
  }

  private static int index(Reason reason, long millis) {
    int step = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, millis - 1));
    return reason.ordinal() * STEPS + Math.min(STEPS - 1, step);
  }

  /** Where a refusal of these stands, in less than 18 bits; {@link #at} has it. */
  static int indexOf(OverloadException refusal) {
    Refused decision = refusal.decision;
    return index(decision.reason(), decision.retryAfter().toMillis());
  }

  static OverloadException at(int index) {
    return MADE[index];
  }
}
