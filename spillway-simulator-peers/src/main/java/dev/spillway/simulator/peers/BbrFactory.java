package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link BbrPolicy}. */
public final class BbrFactory implements PolicyFactory {
  @Override
  public String name() {
    return "bbr";
  }

  @Override
  public String description() {
    return "Kratos' BBR limiter: most passed per bucket x least time, while the plant is busy";
  }

  @Override
  public Policy create(World world, long seed) {
    return new BbrPolicy(world);
  }
}
