package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link BreakwaterPolicy}. */
public final class BreakwaterFactory implements PolicyFactory {
  @Override
  public String name() {
    return "breakwater";
  }

  @Override
  public String description() {
    return "Breakwater (OSDI 2020): credits for clients by the server's queueing delay";
  }

  @Override
  public Policy create(World world, long seed) {
    return new BreakwaterPolicy(world, seed);
  }
}
