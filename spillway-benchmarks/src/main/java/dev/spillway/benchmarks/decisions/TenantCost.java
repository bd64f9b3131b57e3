package dev.spillway.benchmarks.decisions;

import dev.spillway.rate.Quota;
import dev.spillway.rate.TenantQuotas;
import dev.spillway.time.TimeSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event of a known tenant, of whom there is one, or of a hundred thousand in turn. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TenantCost {
  private static final int TENANTS = 100_000;
  private static final int BATCH = 100;

  private final TimeSource time = TimeSource.system();
  private final String[] names = new String[TENANTS];
  private final TenantQuotas one = quotas();
  private final TenantQuotas all = quotas();

  /** Makes every tenant known. */
  public TenantCost() {
    for (int index = 0; index < TENANTS; index++) {
      names[index] = "tenant-" + index;
    }
    // Neighbours in the order of asking are not neighbours in memory.
    for (int index = 0; index < TENANTS; index++) {
      all.take(names[(int) (index * 48_271L % TENANTS)], 1, time.nanoTime());
    }
    one.take(names[0], 1, time.nanoTime());
  }

  private TenantQuotas quotas() {
    return new TenantQuotas(new Quota(1_000_000_000, 1_000_000_000), TENANTS, time.nanoTime());
  }

  /** Where a thread is in the row of tenants. */
  @State(Scope.Thread)
  public static class Place {
    private int next;

    int next() {
      next = next + 1 < TENANTS ? next + 1 : 0;
      return next;
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long spillway(Place place) {
    long taken = 0;
    for (int turn = 0; turn < BATCH; turn++) {
      taken += one.take(names[place.next() & 0], 1, time.nanoTime());
    }
    return taken;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long spillwayHundredThousand(Place place) {
    long taken = 0;
    for (int turn = 0; turn < BATCH; turn++) {
      taken += all.take(names[place.next()], 1, time.nanoTime());
    }
    return taken;
  }
}
