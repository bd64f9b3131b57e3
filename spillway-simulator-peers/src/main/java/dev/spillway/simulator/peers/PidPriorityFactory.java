package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link PidPriorityPolicy}. */
public final class PidPriorityFactory implements PolicyFactory {
  @Override
  public String name() {
    return "pid-priority";
  }

  @Override
  public String description() {
    return "Uber's Cinnamon (2023): a PID controller moves a threshold of priority";
  }

  @Override
  public Policy create(World world, long seed) {
    return new PidPriorityPolicy(world, seed);
  }
}
