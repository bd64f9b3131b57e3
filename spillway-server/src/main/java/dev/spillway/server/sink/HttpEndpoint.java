package dev.spillway.server.sink;

import dev.spillway.circuit.CallOutcome;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.delivery.SinkResult;
import java.net.URI;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is known of one endpoint. Thread-safe. */
final class HttpEndpoint {
  private final URI url;
  private final @Nullable CircuitBreaker circuit;
  private final ReentrantLock lock = new ReentrantLock();

  // All below guarded by the lock.
  private final PeakLatency latency;
  private long pausedUntilNanos;
  private int inFlight;
  private long deliveries;
  private long failures;
  private @Nullable String trouble;

  /**
   * An endpoint that was not called yet.
   *
   * @param circuit null for an endpoint that is called whatever happens
   */
  HttpEndpoint(URI url, @Nullable CircuitBreaker circuit, PeakLatency latency, long nowNanos) {
    this.url = url;
    this.circuit = circuit;
    this.latency = latency;
    pausedUntilNanos = nowNanos;
  }

  URI url() {
    return url;
  }

  /** How long until it may take a call again, in nanoseconds; 0 for now. */
  long untilCallNanos(long nowNanos) {
    if (circuit == null) {
      return 0;
    }
    long untilPermitNanos = circuit.untilPermitNanos();
    lock.lock();
    try {
      return Math.max(untilPermitNanos, pausedUntilNanos - nowNanos);
    } finally {
      lock.unlock();
    }
  }

  /** Whether it failed lately and only calls can show that it works again. */
  boolean needsProbes() {
    return circuit != null && circuit.permitsNow() < Integer.MAX_VALUE;
  }

  /** The wait that one more call must expect, as far as such things can be known. */
  double expectedNanos(long nowNanos) {
    lock.lock();
    try {
      return (latency.decayedNanos(nowNanos) + 1) * (inFlight + 1);
    } finally {
      lock.unlock();
    }
  }

  /** Asks to make a call; gives {@link CircuitBreaker#REFUSED} when it should not be made. */
  long begin() {
    long permit = circuit == null ? CircuitBreaker.REFUSED + 1 : circuit.tryAcquire();
    if (permit != CircuitBreaker.REFUSED) {
      lock.lock();
      try {
        inFlight++;
      } finally {
        lock.unlock();
      }
    }
    return permit;
  }

  /** The call for which {@code permit} was given has ended. */
  void end(long permit, SinkResult result, long startNanos, long nowNanos) {
    SinkResult.EndpointFailed failed =
        result instanceof SinkResult.EndpointFailed reason ? reason : null;
    lock.lock();
    try {
      inFlight--;
      if (failed == null) {
        if (trouble == null) {
          latency.add(nowNanos - startNanos, nowNanos);
        } else {
          latency.restart(nowNanos - startNanos, nowNanos);
        }
        deliveries += result instanceof SinkResult.BatchRefused ? 0 : 1;
        trouble = null;
      } else {
        latency.add(nowNanos - startNanos, nowNanos);
        failures++;
        trouble = failed.reason();
        pausedUntilNanos = nowNanos + failed.retryAfter().toNanos();
      }
    } finally {
      lock.unlock();
    }
    if (circuit != null) {
      circuit.record(permit, outcome(failed));
    }
  }

  private static CallOutcome outcome(SinkResult.@Nullable EndpointFailed failed) {
    if (failed == null) {
      return CallOutcome.SUCCESS;
    }
    return failed.category() == ErrorCategory.OVERLOAD
        ? CallOutcome.REFUSED_FOR_LOAD
        : CallOutcome.FAILURE;
  }

  EndpointFigures figures() {
    CircuitFigures circuitFigures = circuit == null ? null : circuit.figures();
    lock.lock();
    try {
      return new Figures(
          url, inFlight, latency.averageNanos(), deliveries, failures, circuitFigures, trouble);
    } finally {
      lock.unlock();
    }
  }

  private record Figures(
      URI url,
      int inFlight,
      long latencyNanos,
      long deliveries,
      long failures,
      @Nullable CircuitFigures circuit,
      @Nullable String trouble)
      implements EndpointFigures {}
}
