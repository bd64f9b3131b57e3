package dev.spillway.benchmarks.limiter;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.google.common.util.concurrent.RateLimiter;
import dev.spillway.Priority;
import dev.spillway.benchmarks.decisions.CircuitPeers;
import dev.spillway.benchmarks.decisions.RatePeers;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import dev.spillway.time.TimeSource;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One request that finds an idle slot and gives it back: admitted, and done. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TakeIdle {
  private static final String DEPENDENCY = "database";

  private final Semaphore semaphore = new Semaphore(LimitPeers.SLOTS);
  private final Request request = Request.of(Priority.NORMAL);
  private final Request dependent = request.withDependency(DEPENDENCY);
  private final Limiter limiter = LimitPeers.spillway(LimitPeers.SLOTS).build();
  private final Limiter partitioned =
      LimitPeers.spillway(LimitPeers.SLOTS).partition(DEPENDENCY, 0.5).build();
  private final com.netflix.concurrency.limits.Limiter<String> vegas =
      LimitPeers.netflix(LimitPeers.vegas(LimitPeers.SLOTS));
  private final com.netflix.concurrency.limits.Limiter<String> gradient2 =
      LimitPeers.netflix(LimitPeers.gradient2(LimitPeers.SLOTS));
  private final com.netflix.concurrency.limits.Limiter<String> netflixPartitioned =
      LimitPeers.netflix(LimitPeers.vegas(LimitPeers.SLOTS), DEPENDENCY, "other");
  private final Bulkhead resilience4j = LimitPeers.resilience4j(LimitPeers.SLOTS);
  private final dev.failsafe.Bulkhead<Object> failsafe = LimitPeers.failsafe(LimitPeers.SLOTS);
  private final CircuitBreaker circuit = CircuitPeers.resilience4j();
  private final io.github.resilience4j.ratelimiter.RateLimiter rate =
      RatePeers.resilience4j(RatePeers.PLENTY, Duration.ofSeconds(1));
  private final Bucket bucket4j = RatePeers.bucket4j(RatePeers.PLENTY, Duration.ofSeconds(1));
  private final RateLimiter guava = RateLimiter.create(RatePeers.PLENTY);
  private final TimeSource time = TimeSource.system();

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      LimitPeers.sentinel(LimitPeers.SLOTS, LimitPeers.RESOURCE);
    }
  }

  @Benchmark
  public boolean floor() {
    boolean taken = semaphore.tryAcquire();
    semaphore.release();
    return taken;
  }

  @Benchmark
  public boolean spillwayTicket() {
    return limiter.complete(limiter.tryAcquireTicket(request), Outcome.SUCCEEDED);
  }

  @Benchmark
  public boolean spillwayPermit() {
    try (Permit permit = limiter.tryAcquire(request)) {
      return permit != null && permit.succeeded();
    }
  }

  @Benchmark
  public boolean spillwayAcquire() throws OverloadException, InterruptedException {
    try (Permit permit = limiter.acquire(request)) {
      return permit.succeeded();
    }
  }

  @Benchmark
  public boolean spillwayPartitioned() throws OverloadException, InterruptedException {
    try (Permit permit = partitioned.acquire(dependent)) {
      return permit.succeeded();
    }
  }

  @Benchmark
  public void netflixVegas() {
    vegas.acquire("").orElseThrow().onSuccess();
  }

  @Benchmark
  public void netflixGradient2() {
    gradient2.acquire("").orElseThrow().onSuccess();
  }

  @Benchmark
  public void netflixPartitioned() {
    netflixPartitioned.acquire(DEPENDENCY).orElseThrow().onSuccess();
  }

  @Benchmark
  public void sentinel(Sentinel rule) throws BlockException {
    try (Entry entry = SphU.entry(LimitPeers.RESOURCE)) {
      entry.getCurNode();
    }
  }

  @Benchmark
  public boolean resilience4jBulkhead() {
    boolean taken = resilience4j.tryAcquirePermission();
    resilience4j.onComplete();
    return taken;
  }

  @Benchmark
  public boolean resilience4jRateLimiter() {
    return rate.acquirePermission();
  }

  @Benchmark
  public boolean resilience4jCircuitBreaker() {
    boolean permitted = circuit.tryAcquirePermission();
    long startNanos = time.nanoTime();
    circuit.onSuccess(time.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return permitted;
  }

  @Benchmark
  public boolean failsafeBulkhead() {
    boolean taken = failsafe.tryAcquirePermit();
    failsafe.releasePermit();
    return taken;
  }

  @Benchmark
  public boolean bucket4j() {
    return bucket4j.tryConsume(1);
  }

  @Benchmark
  public boolean guava() {
    return guava.tryAcquire();
  }
}
