package dev.spillway.queue;

import static java.util.Objects.requireNonNull;

import dev.spillway.Reason;
import dev.spillway.Refused;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

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
}
