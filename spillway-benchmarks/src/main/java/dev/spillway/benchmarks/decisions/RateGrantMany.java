package dev.spillway.benchmarks.decisions;

import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphO;
import com.google.common.util.concurrent.RateLimiter;
import dev.spillway.rate.TokenBucket;
import dev.spillway.time.TimeSource;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A hundred events in one question, and always enough tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RateGrantMany {
  private final TimeSource time = TimeSource.system();
  private final TokenBucket bucket =
      new TokenBucket(RatePeers.PLENTY, RatePeers.PLENTY, time.nanoTime());
  private final Bucket bucket4j = RatePeers.bucket4j(RatePeers.PLENTY, Duration.ofSeconds(1));
  private final RateLimiter guava = RateLimiter.create(RatePeers.PLENTY);
  private final io.github.resilience4j.ratelimiter.RateLimiter resilience4j =
      RatePeers.resilience4j(RatePeers.PLENTY, Duration.ofSeconds(1));
  private final dev.failsafe.RateLimiter<Object> failsafe =
      RatePeers.failsafe(RatePeers.PLENTY, Duration.ofSeconds(1));

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      RatePeers.sentinel(RatePeers.PLENTY);
    }
  }

  @Benchmark
  public boolean spillway() {
    return bucket.tryTake(100, time.nanoTime());
  }

  @Benchmark
  public boolean bucket4j() {
    return bucket4j.tryConsume(100);
  }

  @Benchmark
  public boolean guava() {
    return guava.tryAcquire(100);
  }

  @Benchmark
  public boolean resilience4j() {
    return resilience4j.acquirePermission(100);
  }

  @Benchmark
  public boolean failsafe() {
    return failsafe.tryAcquirePermits(100);
  }

  @Benchmark
  public boolean sentinel(Sentinel rule) {
    boolean entered = SphO.entry(RatePeers.RESOURCE, EntryType.OUT, 100);
    if (entered) {
      SphO.exit(100);
    }
    return entered;
  }
}
