package dev.spillway.simulator;

import java.util.ArrayDeque;

/** A bounded queue before as many slots as the plant has servers; a full one refuses. */
final class FifoPolicy implements Policy {
  private static final int MOST_WAITING = 1_000;

  private final World world;
  private final boolean expires;
  private final ArrayDeque<Call> queue = new ArrayDeque<>();
  private int idle;

  /**
   * An empty queue.
   *
   * @param expires whether calls past their deadline are dropped at their turn
   */
  FifoPolicy(World world, boolean expires) {
    this.world = world;
    this.expires = expires;
    idle = world.scenario().plant().servers();
  }

  @Override
  public void arrive(Call call) {
    if (idle > 0) {
      idle--;
      world.start(call);
    } else if (queue.size() < MOST_WAITING) {
      queue.add(call);
    } else {
      world.refuse(call);
    }
  }

  @Override
  public void finished(Call call) {
    idle++;
    while (idle > 0 && !queue.isEmpty()) {
      Call next = queue.remove();
      if (expires && world.nowNanos() > next.deadlineNanos()) {
        world.refuse(next);
      } else {
        idle--;
        world.start(next);
      }
    }
  }
}
