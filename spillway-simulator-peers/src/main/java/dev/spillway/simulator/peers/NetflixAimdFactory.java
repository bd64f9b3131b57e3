package dev.spillway.simulator.peers;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link NetflixPolicy}. */
public final class NetflixAimdFactory implements PolicyFactory {
  @Override
  public String name() {
    return "netflix-aimd";
  }

  @Override
  public String description() {
    return "Netflix concurrency-limits: the simple limiter with AIMDLimit";
  }

  @Override
  public Policy create(World world, long seed) {
    return new NetflixPolicy(world, AIMDLimit.newBuilder().build());
  }
}
