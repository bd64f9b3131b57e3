package dev.spillway.delivery;

import dev.spillway.circuit.CircuitFigures;
import dev.spillway.time.TimeSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Counts what a dispatcher does. Thread-safe: one task counts, anybody looks. */
final class DeliveryCounts {
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();

  /** The fields below are guarded by the lock. */
  private final CallTimes times;

  private final Map<ErrorCategory, Long> errors = new EnumMap<>(ErrorCategory.class);
  private long deliveries;
  private long endpointFailures;
  private long batchRefusals;
  private int inFlight;
  private @Nullable String trouble;

  DeliveryCounts(TimeSource time, long intervalNanos) {
    this.time = time;
    times = new CallTimes(intervalNanos, time.nanoTime());
    for (ErrorCategory category : ErrorCategory.values()) {
      errors.put(category, 0L);
    }
  }

  void inFlight(int calls) {
    lock.lock();
    try {
      inFlight = calls;
    } finally {
      lock.unlock();
    }
  }

  /** Counts an answer that came after {@code callNanos}. */
  void answered(SinkResult result, long callNanos) {
    lock.lock();
    try {
      if (result instanceof SinkResult.EndpointFailed failed) {
        endpointFailures++;
        errors.merge(failed.category(), 1L, Long::sum);
        trouble = failed.reason();
        return;
      }
      trouble = null;
      if (!(result instanceof SinkResult.Delivered)) {
        errors.merge(ErrorCategory.REFUSED, 1L, Long::sum);
      }
      if (result instanceof SinkResult.BatchRefused) {
        batchRefusals++;
      } else {
        deliveries++;
        times.record(callNanos, time.nanoTime());
      }
    } finally {
      lock.unlock();
    }
  }

  DeliveryFigures figures(CircuitFigures circuit) {
    lock.lock();
    try {
      long nowNanos = time.nanoTime();
      return new Figures(
          deliveries,
          endpointFailures,
          batchRefusals,
          Collections.unmodifiableMap(new EnumMap<>(errors)),
          inFlight,
          times.recentPerSecond(nowNanos),
          times.recent(nowNanos),
          times.total(),
          circuit,
          trouble);
    } finally {
      lock.unlock();
    }
  }

  private record Figures(
      long deliveries,
      long endpointFailures,
      long batchRefusals,
      Map<ErrorCategory, Long> errors,
      int inFlight,
      double deliveriesPerSecond,
      CallTimeFigures recentTimes,
      CallTimeFigures totalTimes,
      CircuitFigures circuit,
      @Nullable String trouble)
      implements DeliveryFigures {}
}
