package dev.spillway.benchmarks.decisions;

import com.alibaba.csp.sentinel.SphO;
import dev.failsafe.CircuitBreaker;
import dev.spillway.circuit.CallOutcome;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call through a closed circuit that succeeds: asked and recorded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CircuitClosed {
  private final TimeSource time = TimeSource.system();
  private final dev.spillway.circuit.CircuitBreaker circuit = CircuitPeers.spillway();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      CircuitPeers.resilience4j();
  private final CircuitBreaker<Object> failsafe = CircuitPeers.failsafe();

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      CircuitPeers.sentinel();
    }
  }

  @Benchmark
  public long spillway() {
    long permit = circuit.tryAcquire();
    circuit.record(permit, CallOutcome.SUCCESS);
    return permit;
  }

  @Benchmark
  public boolean resilience4j() {
    boolean permitted = resilience4j.tryAcquirePermission();
    long startNanos = time.nanoTime();
    resilience4j.onSuccess(time.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return permitted;
  }

  @Benchmark
  public boolean failsafe() {
    boolean permitted = failsafe.tryAcquirePermit();
    failsafe.recordSuccess();
    return permitted;
  }

  @Benchmark
  public boolean sentinel(Sentinel rule) {
    boolean entered = SphO.entry(RatePeers.RESOURCE);
    if (entered) {
      SphO.exit();
    }
    return entered;
  }
}
