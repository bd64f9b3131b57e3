package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link DagorPolicy}. */
public final class DagorFactory implements PolicyFactory {
  @Override
  public String name() {
    return "dagor";
  }

  @Override
  public String description() {
    return "WeChat's DAGOR (SoCC 2018): an admission level of business and user priority";
  }

  @Override
  public Policy create(World world, long seed) {
    return new DagorPolicy(world, seed);
  }
}
