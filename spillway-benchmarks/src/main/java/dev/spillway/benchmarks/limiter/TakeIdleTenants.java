package dev.spillway.benchmarks.limiter;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import dev.spillway.Priority;
import dev.spillway.limit.Limiter;
import dev.spillway.limit.Outcome;
import dev.spillway.limit.Request;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A request of a tenant that finds an idle slot and gives it back; the tenant is drawn anew each
 * time, of one, a thousand or a hundred thousand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TakeIdleTenants {
  private static final Request REQUEST = Request.of(Priority.NORMAL);

  private final String[] one = Tenants.names(1);
  private final String[] thousand = Tenants.names(Tenants.THOUSAND);
  private final String[] hundredThousand = Tenants.names(Tenants.HUNDRED_THOUSAND);
  private final Limiter limiter =
      LimitPeers.spillway(LimitPeers.SLOTS).tenants(Tenants.HUNDRED_THOUSAND).build();

  /** Partitions of Netflix's limiter are tenants with a share each. */
  @State(Scope.Benchmark)
  public static class Netflix {
    private final com.netflix.concurrency.limits.Limiter<String> one = of(1);
    private final com.netflix.concurrency.limits.Limiter<String> thousand = of(Tenants.THOUSAND);
    private final com.netflix.concurrency.limits.Limiter<String> hundredThousand =
        of(Tenants.HUNDRED_THOUSAND);

    private static com.netflix.concurrency.limits.Limiter<String> of(int count) {
      return LimitPeers.netflix(LimitPeers.vegas(LimitPeers.SLOTS), Tenants.names(count));
    }
  }

  /** The registry keeps a bulkhead for each tenant. */
  @State(Scope.Benchmark)
  public static class Resilience4j {
    private final BulkheadRegistry registry =
        BulkheadRegistry.of(LimitPeers.resilience4j(LimitPeers.SLOTS, Duration.ZERO));

    boolean takeAndGive(String tenant) {
      Bulkhead bulkhead = registry.bulkhead(tenant);
      boolean taken = bulkhead.tryAcquirePermission();
      bulkhead.onComplete();
      return taken;
    }
  }

  /** A resource for each tenant; beyond 6,000 Sentinel checks nothing. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    /** Sets the rules. */
    public Sentinel() {
      LimitPeers.sentinel(LimitPeers.SLOTS, Tenants.names(Tenants.THOUSAND));
    }
  }

  private boolean takeAndGive(String tenant) {
    long ticket = limiter.tryAcquireTicket(REQUEST.withTenant(tenant));
    return limiter.complete(ticket, Outcome.SUCCEEDED);
  }

  @Benchmark
  public boolean spillway(Tenants.Draw draw) {
    return takeAndGive(draw.of(one));
  }

  @Benchmark
  public boolean spillwayThousand(Tenants.Draw draw) {
    return takeAndGive(draw.of(thousand));
  }

  @Benchmark
  public boolean spillwayHundredThousand(Tenants.Draw draw) {
    return takeAndGive(draw.of(hundredThousand));
  }

  @Benchmark
  public void netflixPartitioned(Netflix netflix, Tenants.Draw draw) {
    netflix.one.acquire(draw.of(one)).orElseThrow().onSuccess();
  }

  @Benchmark
  public void netflixPartitionedThousand(Netflix netflix, Tenants.Draw draw) {
    netflix.thousand.acquire(draw.of(thousand)).orElseThrow().onSuccess();
  }

  @Benchmark
  public void netflixPartitionedHundredThousand(Netflix netflix, Tenants.Draw draw) {
    netflix.hundredThousand.acquire(draw.of(hundredThousand)).orElseThrow().onSuccess();
  }

  @Benchmark
  public boolean resilience4jBulkheads(Resilience4j bulkheads, Tenants.Draw draw) {
    return bulkheads.takeAndGive(draw.of(one));
  }

  @Benchmark
  public boolean resilience4jBulkheadsThousand(Resilience4j bulkheads, Tenants.Draw draw) {
    return bulkheads.takeAndGive(draw.of(thousand));
  }

  @Benchmark
  public boolean resilience4jBulkheadsHundredThousand(Resilience4j bulkheads, Tenants.Draw draw) {
    return bulkheads.takeAndGive(draw.of(hundredThousand));
  }

  @Benchmark
  public void sentinelThousand(Sentinel rules, Tenants.Draw draw) throws BlockException {
    try (Entry entry = SphU.entry(draw.of(thousand))) {
      entry.getCurNode();
    }
  }
}
