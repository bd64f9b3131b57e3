package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The refusals that a queue gives for reasons of its own, made once. */
final class Refusals {
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  /** Room in memory comes back as fast as the disk or the sink takes a batch. */
  private static final Duration RETRY_AT_ONCE = Duration.ofMillis(100);

  private static final Map<Reason, Refused> BY_REASON = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BY_REASON.put(reason, new Refused(reason, retryAfter(reason)));
    }
  }

  /** With waits of 1 ms, 2 ms, 4 ms and so on, up to two minutes; made when first needed. */
  private static final Map<Reason, AtomicReferenceArray<Refused>> BY_WAIT =
      new EnumMap<>(Reason.class);

  private static final int WAITS = 18;

  static {
    for (Reason reason : Reason.values()) {
      BY_WAIT.put(reason, new AtomicReferenceArray<>(WAITS));
    }
  }

  private Refusals() {}

  private static Duration retryAfter(Reason reason) {
    if (!reason.isRetryable()) {
      return Duration.ZERO;
    }
    return switch (reason) {
      case MEMORY_FULL, TENANT_SHARE_TAKEN -> RETRY_AT_ONCE;
      default -> RETRY_SOON;
    };
  }

  static Refused of(Reason reason) {
    return requireNonNull(BY_REASON.get(reason));
  }

  /**
   * A refusal with a wait of at least {@code retryAfterNanos}, and less than twice that, so that
   * few kinds of refusals need to exist.
   */
  static Refused of(Reason reason, long retryAfterNanos) {
    long millis = Math.max(1, (retryAfterNanos + 999_999) / 1_000_000);
    int step = Math.min(WAITS - 1, Long.SIZE - Long.numberOfLeadingZeros(millis - 1));
    AtomicReferenceArray<Refused> waits = requireNonNull(BY_WAIT.get(reason));
    Refused made = waits.get(step);
    if (made == null) {
      made = new Refused(reason, Duration.ofMillis(1L << step));
      waits.set(step, made);
    }
    return made;
  }
}
