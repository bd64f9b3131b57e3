package dev.spillway.circuit;

import dev.spillway.internal.Nanos;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a circuit's figures may be before it moves. Immutable. */
record CircuitBounds(
    double failureRate,
    int minimumCalls,
    int consecutiveFailures,
    int failuresInWindow,
    Duration window,
    long healthyNanos,
    int successesToClose,
    Duration answerTime) {
  CircuitBounds(CircuitBreakerBuilder builder) {
    this(
        builder.failureRate,
        builder.minimumCalls,
        builder.consecutiveFailures,
        builder.failuresInWindow,
        builder.window,
        builder.healthyNanos,
        builder.successesToClose,
        builder.answerTime);
  }

  /** Which bound the calls of a closed circuit have reached, in words; null if none. */
  @Nullable String reached(CallWindow calls) {
    if (isReached(consecutiveFailures, calls.consecutiveFailures())) {
      return calls.consecutiveFailures() + " calls in a row failed";
    }
    if (isReached(failuresInWindow, calls.failures())) {
      return calls.failures() + " calls failed within " + window;
    }
    if (calls.calls() >= minimumCalls && calls.failureRate() >= failureRate) {
      return calls.failures() + " of " + calls.calls() + " calls failed within " + window;
    }
    return null;
  }

  /** Whether a half-open circuit has seen enough failures to open again. */
  boolean failsHalfOpen(HalfOpenRamp ramp) {
    return ramp.failures() > 0
        && (ramp.failures() >= failureRate * ramp.answered()
            || ramp.failures() >= successesToClose);
  }

  long answerNanos() {
    return Nanos.of(answerTime);
  }

  private static boolean isReached(int bound, long failures) {
    return bound > 0 && failures >= bound;
  }
}
