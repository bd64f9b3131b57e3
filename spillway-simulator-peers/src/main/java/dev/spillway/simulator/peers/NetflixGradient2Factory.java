package dev.spillway.simulator.peers;

import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link NetflixPolicy}. */
public final class NetflixGradient2Factory implements PolicyFactory {
  @Override
  public String name() {
    return "netflix-gradient2";
  }

  @Override
  public String description() {
    return "Netflix concurrency-limits: the simple limiter with Gradient2Limit in windows";
  }

  @Override
  public Policy create(World world, long seed) {
    return new NetflixPolicy(world, WindowedLimit.newBuilder().build(Gradient2Limit.newDefault()));
  }
}
