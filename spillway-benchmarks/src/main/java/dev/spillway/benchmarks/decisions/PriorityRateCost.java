package dev.spillway.benchmarks.decisions;

import dev.spillway.Priority;
import dev.spillway.rate.PriorityRate;
import dev.spillway.rate.RateSettings;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event by priority with shares reserved; the same with a bound on the window. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PriorityRateCost {
  private final TimeSource time = TimeSource.system();
  private final PriorityRate rate = rate(Long.MAX_VALUE);
  private final PriorityRate bounded = rate(1L << 35);

  private PriorityRate rate(long windowEvents) {
    return new PriorityRate(
        RateSettings.builder()
            .eventsPerSecond(1_000_000_000)
            .burst(1_000_000_000)
            .reserved(Priority.CRITICAL, 0.2)
            .windowEvents(windowEvents)
            .build(),
        time.nanoTime());
  }

  @Benchmark
  public int spillway() {
    return rate.take(Priority.NORMAL, 1, time.nanoTime());
  }

  @Benchmark
  public int spillwayBoundedWindow() {
    return bounded.take(Priority.NORMAL, 1, time.nanoTime());
  }
}
