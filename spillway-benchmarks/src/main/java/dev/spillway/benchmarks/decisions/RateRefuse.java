package dev.spillway.benchmarks.decisions;

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

/** One event, and never a token: each had one, which is spent before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RateRefuse {
  private final TimeSource time = TimeSource.system();
  private final TokenBucket bucket = new TokenBucket(1 / 3600.0, 1, time.nanoTime());
  private final Bucket bucket4j = RatePeers.bucket4j(1, Duration.ofHours(1));
  private final RateLimiter guava = RateLimiter.create(1 / 3600.0);
  private final io.github.resilience4j.ratelimiter.RateLimiter resilience4j =
      RatePeers.resilience4j(1, Duration.ofHours(1));
  private final dev.failsafe.RateLimiter<Object> failsafe =
      RatePeers.failsafe(1, Duration.ofHours(1));

  /** Spends every limiter's only token. */
  public RateRefuse() {
    boolean spent = spillway() && bucket4j() && guava() && resilience4j() && failsafe();
    if (!spent || spillway() || bucket4j() || guava() || resilience4j() || failsafe()) {
      throw new IllegalStateException("a limiter does not hold exactly one token");
    }
  }

  /** Sentinel's rules are global, and its threads start with the first use: set when asked for. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rule. */
    public Sentinel() {
      RatePeers.sentinel(0);
      if (SphO.entry(RatePeers.RESOURCE)) {
        throw new IllegalStateException("Sentinel does not keep to its rule");
      }
    }
  }

  @Benchmark
  public boolean spillway() {
    return bucket.tryTake(1, time.nanoTime());
  }

  @Benchmark
  public boolean bucket4j() {
    return bucket4j.tryConsume(1);
  }

  @Benchmark
  public boolean guava() {
    return guava.tryAcquire();
  }

  @Benchmark
  public boolean resilience4j() {
    return resilience4j.acquirePermission();
  }

  @Benchmark
  public boolean failsafe() {
    return failsafe.tryAcquirePermit();
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
