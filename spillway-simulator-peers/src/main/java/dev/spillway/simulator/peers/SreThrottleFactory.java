package dev.spillway.simulator.peers;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.PolicyFactory;
import dev.spillway.simulator.World;

/** Makes {@link SreThrottlePolicy}. */
public final class SreThrottleFactory implements PolicyFactory {
  @Override
  public String name() {
    return "sre-throttle";
  }

  @Override
  public String description() {
    return "Google SRE's adaptive throttling by clients, before a bounded queue";
  }

  @Override
  public Policy create(World world, long seed) {
    return new SreThrottlePolicy(world, seed);
  }
}
