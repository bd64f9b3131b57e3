package dev.spillway.benchmarks.limiter;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.google.common.util.concurrent.RateLimiter;
import dev.spillway.Priority;
import dev.spillway.Refused;
import dev.spillway.benchmarks.decisions.CircuitPeers;
import dev.spillway.benchmarks.decisions.RatePeers;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One request that finds no slot and is refused; nothing moves meanwhile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Refuse {
  private final LongAdder refusals = new LongAdder();
  private final Request request = Request.of(Priority.NORMAL);
  private final Limiter limiter = LimitPeers.spillway(1).mostWaiting(0).build();
  private final Semaphore semaphore = new Semaphore(1);
  private final com.netflix.concurrency.limits.Limiter<String> vegas =
      LimitPeers.netflix(LimitPeers.vegas(1));
  private final com.netflix.concurrency.limits.Limiter<String> gradient2 =
      LimitPeers.netflix(LimitPeers.gradient2(1));
  private final com.netflix.concurrency.limits.Limiter<String> partitioned =
      LimitPeers.netflix(LimitPeers.vegas(1), LimitPeers.RESOURCE);
  private final Bulkhead resilience4j = LimitPeers.resilience4j(1);
  private final dev.failsafe.Bulkhead<Object> failsafe = LimitPeers.failsafe(1);
  private final CircuitBreaker circuit = CircuitPeers.resilience4j();
  private final io.github.resilience4j.ratelimiter.RateLimiter rate =
      RatePeers.resilience4j(1, LimitPeers.LONG);
  private final Bucket bucket4j = RatePeers.bucket4j(1, LimitPeers.LONG);
  private final RateLimiter guava = RateLimiter.create(1 / 3600.0);

  /** What the floor reads. */
  private volatile boolean full = true;

  /** Takes the only slot, or token, of each. */
  public Refuse() {
    circuit.transitionToForcedOpenState();
    if (allRefuse() || !allRefuse()) {
      throw new IllegalStateException("each must have one slot or token");
    }
  }

  private boolean allRefuse() {
    return !List.of(
            spillwayTicket() == Limiter.REFUSED,
            semaphore(),
            resilience4jBulkhead(),
            failsafeBulkhead(),
            netflixVegas(),
            netflixGradient2(),
            netflixPartitioned(),
            resilience4jRateLimiter(),
            bucket4j(),
            guava())
        .contains(false);
  }

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      LimitPeers.sentinel(0, LimitPeers.RESOURCE);
    }
  }

  @Benchmark
  public boolean floor() {
    boolean refused = full;
    if (refused) {
      refusals.increment();
    }
    return refused;
  }

  @Benchmark
  public long spillwayTicket() {
    return limiter.tryAcquireTicket(request);
  }

  @Benchmark
  public void spillwayCallback() {
    limiter.acquire(request, Nobody.INSTANCE);
  }

  @Benchmark
  public @Nullable Refused spillwayAcquire() throws InterruptedException {
    try (Permit permit = limiter.acquire(request)) {
      throw new IllegalStateException("a request must be refused: " + permit.failed());
    } catch (OverloadException e) {
      return e.decision();
    }
  }

  @Benchmark
  public boolean semaphore() {
    return !semaphore.tryAcquire();
  }

  @Benchmark
  public boolean netflixVegas() {
    return vegas.acquire("").isEmpty();
  }

  @Benchmark
  public boolean netflixGradient2() {
    return gradient2.acquire("").isEmpty();
  }

  @Benchmark
  public boolean netflixPartitioned() {
    return partitioned.acquire(LimitPeers.RESOURCE).isEmpty();
  }

  @Benchmark
  public boolean sentinel(Sentinel rule) {
    try (Entry entry = SphU.entry(LimitPeers.RESOURCE)) {
      throw new IllegalStateException("a request must be refused: " + entry);
    } catch (BlockException e) {
      return true;
    }
  }

  @Benchmark
  public boolean resilience4jBulkhead() {
    return !resilience4j.tryAcquirePermission();
  }

  @Benchmark
  public boolean resilience4jCircuitBreaker() {
    return !circuit.tryAcquirePermission();
  }

  @Benchmark
  public boolean resilience4jRateLimiter() {
    return !rate.acquirePermission();
  }

  @Benchmark
  public boolean failsafeBulkhead() {
    return !failsafe.tryAcquirePermit();
  }

  @Benchmark
  public boolean bucket4j() {
    return !bucket4j.tryConsume(1);
  }

  @Benchmark
  public boolean guava() {
    return !guava.tryAcquire();
  }
}
