package dev.spillway.testkit;

import dev.spillway.queue.SpillStore;

class SpillLogContractTest extends SpillStoreContract {
  private final LogWorld world = new LogWorld();
  private boolean first = true;

  @Override
  protected SpillStore open() {
    if (first) {
      first = false;
      return world.log();
    }
    return world.open();
  }

  @Override
  protected void crash() {
    world.crash(7);
  }

  @Override
  protected void settle() {
    world.settle();
  }
}
