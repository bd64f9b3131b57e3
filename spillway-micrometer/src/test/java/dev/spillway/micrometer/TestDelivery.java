package dev.spillway.micrometer;

import dev.spillway.TimeBucket;
import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.circuit.CircuitFigures;
import dev.spillway.delivery.CallTimeFigures;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.delivery.ErrorCategory;
import dev.spillway.time.ManualTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of a dispatcher that are given. */
record TestDelivery(
    long deliveries,
    long endpointFailures,
    long batchRefusals,
    int inFlight,
    @Nullable String trouble)
    implements DeliveryFigures {
  static final TestDelivery NONE = new TestDelivery(0, 0, 0, 0, null);

  private static final CircuitBreaker CIRCUIT = openCircuit();

  private static CircuitBreaker openCircuit() {
    CircuitBreaker circuit = CircuitBreaker.builder("test", new ManualTime(1)).build();
    circuit.forceOpen();
    return circuit;
  }

  @Override
  public Map<ErrorCategory, Long> errors() {
    return Map.of(ErrorCategory.TIMEOUT, endpointFailures);
  }

  @Override
  public double deliveriesPerSecond() {
    return 0;
  }

  @Override
  public CallTimeFigures recentTimes() {
    return totalTimes();
  }

  /** Half of the calls took 2 ms, the others 20 s. */
  @Override
  public CallTimeFigures totalTimes() {
    return new Times(deliveries);
  }

  @Override
  public CircuitFigures circuit() {
    return CIRCUIT.figures();
  }

  private record Times(long count) implements CallTimeFigures {
    @Override
    public long minNanos() {
      return 2_000_000;
    }

    @Override
    public long maxNanos() {
      return 20_000_000_000L;
    }

    @Override
    public long meanNanos() {
      return 10_001_000_000L;
    }

    @Override
    public long p50Nanos() {
      return minNanos();
    }

    @Override
    public long p95Nanos() {
      return maxNanos();
    }

    @Override
    public long p99Nanos() {
      return maxNanos();
    }

    @Override
    public double totalNanos() {
      return (double) count * meanNanos();
    }

    @Override
    public List<TimeBucket> buckets() {
      return List.of(
          new TimeBucket(5_000_000, count / 2), new TimeBucket(1_000_000_000, count / 2));
    }
  }
}
