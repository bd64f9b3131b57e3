package dev.spillway.benchmarks.limiter;

import dev.spillway.Priority;
import dev.spillway.limit.Limiter;
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
 * A request of a tenant that is refused; the tenant is drawn anew each time, of one, a thousand or
 * a hundred thousand, all of which were refused before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefuseTenants {
  private static final Request REQUEST = Request.of(Priority.NORMAL);

  private final String[] one = Tenants.names(1);
  private final String[] thousand = Tenants.names(Tenants.THOUSAND);
  private final String[] hundredThousand = Tenants.names(Tenants.HUNDRED_THOUSAND);

  /** Full, and each tenant was refused. */
  @State(Scope.Benchmark)
  public static class Full {
    private final Limiter limiter =
        LimitPeers.spillway(1).mostWaiting(0).tenants(Tenants.HUNDRED_THOUSAND).build();

    /** Neighbours in the order of asking need not be neighbours in memory. */
    public Full() {
      limiter.tryAcquireTicket(REQUEST);
      String[] names = Tenants.names(Tenants.HUNDRED_THOUSAND);
      for (int index = 0; index < names.length; index++) {
        refuse(names[(int) (index * 48_271L % names.length)]);
      }
    }

    void refuse(String tenant) {
      limiter.acquire(REQUEST.withTenant(tenant), Nobody.INSTANCE);
    }
  }

  /** Netflix's partitions are tenants; each has at least one slot, however small its share. */
  @State(Scope.Benchmark)
  public static class Netflix {
    private final com.netflix.concurrency.limits.Limiter<String> thousand =
        LimitPeers.netflix(LimitPeers.vegas(1), Tenants.names(Tenants.THOUSAND));

    /** Takes all slots. */
    public Netflix() {
      for (String name : Tenants.names(Tenants.THOUSAND)) {
        thousand.acquire(name);
      }
    }
  }

  /** The registry keeps a bulkhead for each tenant, whose only slot is taken. */
  @State(Scope.Benchmark)
  public static class Resilience4j {
    private final BulkheadRegistry registry =
        BulkheadRegistry.of(LimitPeers.resilience4j(1, Duration.ZERO));

    /** Takes all slots. */
    public Resilience4j() {
      for (String name : Tenants.names(Tenants.HUNDRED_THOUSAND)) {
        registry.bulkhead(name).tryAcquirePermission();
      }
    }

    boolean refuse(String tenant) {
      Bulkhead bulkhead = registry.bulkhead(tenant);
      return !bulkhead.tryAcquirePermission();
    }
  }

  @Benchmark
  public void spillway(Full full, Tenants.Draw draw) {
    full.refuse(draw.of(one));
  }

  @Benchmark
  public void spillwayThousand(Full full, Tenants.Draw draw) {
    full.refuse(draw.of(thousand));
  }

  @Benchmark
  public void spillwayHundredThousand(Full full, Tenants.Draw draw) {
    full.refuse(draw.of(hundredThousand));
  }

  @Benchmark
  public boolean netflixPartitionedThousand(Netflix netflix, Tenants.Draw draw) {
    return netflix.thousand.acquire(draw.of(thousand)).isEmpty();
  }

  @Benchmark
  public boolean resilience4jBulkheadsThousand(Resilience4j bulkheads, Tenants.Draw draw) {
    return bulkheads.refuse(draw.of(thousand));
  }

  @Benchmark
  public boolean resilience4jBulkheadsHundredThousand(Resilience4j bulkheads, Tenants.Draw draw) {
    return bulkheads.refuse(draw.of(hundredThousand));
  }
}
