package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link NetflixPolicy}. */
public final class NetflixVegasFactory implements PolicyFactory {
  @Override
  public String name() {
    return "netflix-vegas";
  }

  @Override
  public String description() {
    return "Netflix concurrency-limits: the simple limiter with VegasLimit";
  }

  @Override
  public Policy create(World world, long seed) {
    return new NetflixPolicy(world, new SeededVegas(seed));
  }
}
