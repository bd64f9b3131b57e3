package dev.spillway.benchmarks.limiter;

import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limiter.BlockingLimiter;
import com.netflix.concurrency.limits.limiter.LifoBlockingLimiter;
import dev.spillway.Priority;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.OverloadException;
import dev.spillway.limit.Permit;
import dev.spillway.limit.Request;
import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One slot for all threads: wait for it, and give it to who waits. Who hands over to the one that
 * waited longest pays for waking it each time; who lets the running thread have it again does not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOver {
  private static final int FEW = 4;

  private final Semaphore fair = new Semaphore(1, true);
  private final Semaphore unfair = new Semaphore(1);
  private final Request request = Request.of(Priority.NORMAL);
  private final Limiter limiter = LimitPeers.spillway(1).build();
  private final FullLimiter full = new FullLimiter(FEW);
  private final com.netflix.concurrency.limits.Limiter<String> blocking =
      BlockingLimiter.wrap(LimitPeers.netflix(FixedLimit.of(1)));
  private final com.netflix.concurrency.limits.Limiter<String> lifo =
      LifoBlockingLimiter.newBuilder(LimitPeers.netflix(FixedLimit.of(1))).build();
  private final Bulkhead resilience4j =
      Bulkhead.of(LimitPeers.RESOURCE, LimitPeers.resilience4j(1, LimitPeers.LONG));
  private final dev.failsafe.Bulkhead<Object> failsafe = LimitPeers.failsafe(1);

  @Benchmark
  public void floor() throws InterruptedException {
    fair.acquire();
    fair.release();
  }

  @Benchmark
  public void semaphoreUnfair() throws InterruptedException {
    unfair.acquire();
    unfair.release();
  }

  @Benchmark
  public boolean spillwayAcquire() throws OverloadException, InterruptedException {
    try (Permit permit = limiter.acquire(request)) {
      return permit.succeeded();
    }
  }

  /** Nobody blocks: who gives a slot back calls who waited for it, and another comes. */
  @Benchmark
  public void spillwayCallback() {
    full.step();
  }

  @Benchmark
  public void netflixBlocking() {
    take(blocking);
  }

  @Benchmark
  public void netflixLifo() {
    take(lifo);
  }

  /** Who waits for the newest first may wait in vain for a second, and asks again. */
  private static void take(com.netflix.concurrency.limits.Limiter<String> limiter) {
    Optional<com.netflix.concurrency.limits.Limiter.Listener> taken = limiter.acquire("");
    while (taken.isEmpty()) {
      taken = limiter.acquire("");
    }
    taken.get().onSuccess();
  }

  @Benchmark
  public boolean resilience4jBulkhead() {
    boolean taken = resilience4j.tryAcquirePermission();
    resilience4j.onComplete();
    return taken;
  }

  @Benchmark
  public void failsafeBulkhead() throws InterruptedException {
    failsafe.acquirePermit();
    failsafe.releasePermit();
  }
}
