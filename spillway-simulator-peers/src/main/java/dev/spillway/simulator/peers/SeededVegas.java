package dev.spillway.simulator.peers;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The library's {@link VegasLimit} with its defaults, but with probes drawn from a seed.
 *
 * <p>The library forgets its least round trip, and takes the next one for it, after 30 x limit x
 * U(0.5, 1) samples, drawn from a generator that cannot be seeded. Here those probes are turned off
 * and a fresh limit is built at the same moments. That is the same: by default a limit is always a
 * whole number, and all else that a {@code VegasLimit} remembers is that round trip.
 */
final class SeededVegas implements Limit {
  private static final int INITIAL_LIMIT = 20;
  private static final int PROBE_MULTIPLIER = 30;

  private final SplittableRandom random;
  private final List<Consumer<Integer>> listeners = new ArrayList<>();
  private VegasLimit vegas = withoutProbes(INITIAL_LIMIT);
  private double jitter;
  private int samples;

  SeededVegas(long seed) {
    random = new SplittableRandom(seed);
    jitter = random.nextDouble(0.5, 1);
  }

  private static VegasLimit withoutProbes(int limit) {
    return VegasLimit.newBuilder().initialLimit(limit).probeMultiplier(Integer.MAX_VALUE).build();
  }

  @Override
  public int getLimit() {
    return vegas.getLimit();
  }

  @Override
  public void notifyOnChange(Consumer<Integer> consumer) {
    listeners.add(consumer);
  }

  @Override
  public void onSample(long startTime, long rtt, int inflight, boolean didDrop) {
    int before = vegas.getLimit();
    samples++;
    if (jitter * PROBE_MULTIPLIER * before <= samples) {
      samples = 0;
      jitter = random.nextDouble(0.5, 1);
      vegas = withoutProbes(before);
    }
    vegas.onSample(startTime, Math.max(1, rtt), inflight, didDrop);
    int after = vegas.getLimit();
    if (after != before) {
      listeners.forEach(listener -> listener.accept(after));
    }
  }
}
