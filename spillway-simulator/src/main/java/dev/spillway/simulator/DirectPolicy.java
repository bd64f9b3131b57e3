package dev.spillway.simulator;

/** No protection: the plant queues whatever finds no idle server. */
final class DirectPolicy implements Policy {
  private final World world;

  DirectPolicy(World world) {
    this.world = world;
  }

  @Override
  public void arrive(Call call) {
    world.start(call);
  }

  @Override
  public void finished(Call call) {
    // nobody waits here
  }
}
