package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.time.Duration;

/**
 * A limit in the manner of TCP BBR: while the processor is busy, no more calls in flight than the
 * most that passed in a bucket times the least time of a bucket.
 *
 * <p>Source: the {@code bbr} limiter of Kratos (bilibili, in go-kratos/aegis), after Sentinel's
 * system rule (Alibaba, 2018). As there: 100 buckets over 10 s; processor load of 80 % or more
 * turns the limit on, and it stays on for a second after the first refusal; times count in whole
 * milliseconds, rounded up; one call is always let in. See {@link BandwidthDelay}.
 *
 * <p>Simplified: the processor's load is the share of the plant's servers that were busy over the
 * last half second, which is how often Kratos looks; Kratos smooths it by 0.95 besides, which would
 * turn the limit on some ten seconds late. Calls above the limit are refused, and those below it
 * wait in the plant's own queue.
 */
final class BbrPolicy implements Policy {
  private static final double BUSY_SHARE = 0.8;
  private static final long COOLING_NANOS = Duration.ofSeconds(1).toNanos();

  private final World world;
  private final BandwidthDelay estimate = new BandwidthDelay();
  private final Utilization utilization;
  private int inFlight;

  /** Whether a call was refused since the limit was last turned off. */
  private boolean refusing;

  private long refusingSinceNanos;

  BbrPolicy(World world) {
    this.world = world;
    utilization = new Utilization(world.scenario().plant().servers());
  }

  @Override
  public void arrive(Call call) {
    long nowNanos = world.nowNanos();
    utilization.count(nowNanos, inFlight);
    if (isLimited(nowNanos) && inFlight > 1 && inFlight > estimate.maxInFlight(nowNanos)) {
      if (!refusing) {
        refusing = true;
        refusingSinceNanos = nowNanos;
      }
      world.refuse(call);
    } else {
      inFlight++;
      call.attach(nowNanos);
      world.start(call);
    }
  }

  private boolean isLimited(long nowNanos) {
    if (utilization.share() >= BUSY_SHARE) {
      return true;
    }
    refusing = refusing && nowNanos - refusingSinceNanos <= COOLING_NANOS;
    return refusing;
  }

  @Override
  public void finished(Call call) {
    long nowNanos = world.nowNanos();
    utilization.count(nowNanos, inFlight);
    inFlight--;
    if (call.attachment() instanceof Long sinceNanos) {
      estimate.add(nowNanos, nowNanos - sinceNanos);
    }
  }
}
