package dev.spillway.limit;

/**
 * How many of a class's requests stand at each depth of their tenants' queues, so that those within
 * a depth are counted without looking at any tenant. Not thread-safe.
 *
 * <p>Sums of prefixes by P. M. Fenwick ("A new data structure for cumulative frequency tables",
 * 1994); depths beyond the last are counted at the last.
 */
final class DepthCounts {
  private static final int DEPTHS = 1 << 10;

  private final int[] sums = new int[DEPTHS + 1];
  private int total;

  /** One more, or with -1 one less, stands at {@code depth}, the oldest of a tenant at 1. */
  void add(int depth, int change) {
    total += change;
    for (int index = Math.min(depth, DEPTHS); index <= DEPTHS; index += index & -index) {
      sums[index] += change;
    }
  }

  /** How many stand at {@code depth} or nearer to the front. */
  int within(int depth) {
    if (depth >= DEPTHS) {
      return total;
    }
    int sum = 0;
    for (int index = depth; index > 0; index -= index & -index) {
      sum += sums[index];
    }
    return sum;
  }
}
