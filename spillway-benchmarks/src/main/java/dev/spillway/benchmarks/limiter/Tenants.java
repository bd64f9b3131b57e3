package dev.spillway.benchmarks.limiter;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Names of tenants, and who asks next. */
public final class Tenants {
  static final int THOUSAND = 1_000;
  static final int HUNDRED_THOUSAND = 100_000;

  private Tenants() {}

  static String[] names(int count) {
    String[] names = new String[count];
    for (int index = 0; index < count; index++) {
      names[index] = "tenant-" + index;
    }
    return names;
  }

  /** Draws tenants at random, at the same cost for one as for many. */
  @State(Scope.Thread)
  public static class Draw {
    private long drawn = 42;

    /** One of {@code names}, by a linear congruential generator (D. E. Knuth's MMIX). */
    String of(String[] names) {
      drawn = drawn * 6364136223846793005L + 1442695040888963407L;
      return names[(int) (((drawn >>> 33) * names.length) >>> 31)];
    }
  }
}
