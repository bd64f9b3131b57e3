package dev.spillway.simulator.spill;

import dev.spillway.simulator.Policy;
import dev.spillway.simulator.QueuePolicyFactory;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.DiskSetup;

/** Makes queues with a log on a simulated disk, or in real time on one of this machine's. */
public final class SpillPolicyFactory implements QueuePolicyFactory {
  /** Called by the loader. */
  public SpillPolicyFactory() {}

  @Override
  public Policy create(World world, DiskSetup disk, long seed) {
    Disk kept = world.isVirtual() ? new VirtualDisk(world, disk, seed) : new RealDisk(world, disk);
    return new SpillPolicy(world, disk, kept, seed);
  }
}
