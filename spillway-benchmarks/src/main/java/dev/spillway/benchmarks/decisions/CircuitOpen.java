package dev.spillway.benchmarks.decisions;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphO;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.Tracer;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import dev.failsafe.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call that an open circuit refuses. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CircuitOpen {
  private final dev.spillway.circuit.CircuitBreaker circuit = CircuitPeers.spillway();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker resilience4j =
      CircuitPeers.resilience4j();
  private final CircuitBreaker<Object> failsafe = CircuitPeers.failsafe();

  /** Opens every circuit. */
  public CircuitOpen() {
    circuit.forceOpen();
    resilience4j.transitionToForcedOpenState();
    failsafe.open();
    if (spillway() != 0 || resilience4j() || failsafe()) {
      throw new IllegalStateException("a circuit is not open");
    }
  }

  private static void openSentinel() {
    for (int call = 0; call < 100; call++) {
      try (Entry entry = SphU.entry(RatePeers.RESOURCE)) {
        Tracer.traceEntry(new IllegalStateException("call failed"), entry);
      } catch (BlockException e) {
        return; // it is open
      }
    }
  }

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      CircuitPeers.sentinel();
      openSentinel();
      if (SphO.entry(RatePeers.RESOURCE)) {
        throw new IllegalStateException("Sentinel does not keep to its rule");
      }
    }
  }

  @Benchmark
  public long spillway() {
    return circuit.tryAcquire();
  }

  @Benchmark
  public boolean resilience4j() {
    return resilience4j.tryAcquirePermission();
  }

  @Benchmark
  public boolean failsafe() {
    return failsafe.tryAcquirePermit();
  }

  @Benchmark
  public boolean sentinel(Sentinel rule) {
    return SphO.entry(RatePeers.RESOURCE);
  }
}
