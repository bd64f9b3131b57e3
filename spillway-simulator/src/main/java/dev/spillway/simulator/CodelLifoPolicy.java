package dev.spillway.simulator;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Controlled delay with adaptive LIFO, as B. Maurer describes them in "Fail at Scale" (ACM Queue,
 * 2015), before as many slots as the plant has servers.
 *
 * <p>A call may wait for the interval; once the queue has not been empty for an interval, those
 * that come may wait for the target only, and the newest goes first. The article leaves open when
 * order turns; here the same test decides about both. Deadlines and priorities are not looked at.
 */
final class CodelLifoPolicy implements Policy {
  private static final long TARGET_NANOS = Duration.ofMillis(5).toNanos();
  private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
  private static final int MOST_WAITING = 1_000;

  private final World world;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long emptyNanos;
  private int idle;

  CodelLifoPolicy(World world) {
    this.world = world;
    idle = world.scenario().plant().servers();
  }

  private record Waiting(Call call, long untilNanos) {}

  @Override
  public void arrive(Call call) {
    long nowNanos = world.nowNanos();
    dropOldest(nowNanos);
    if (queue.isEmpty()) {
      emptyNanos = nowNanos;
    }
    if (idle > 0) {
      idle--;
      world.start(call);
    } else if (queue.size() < MOST_WAITING) {
      queue.add(new Waiting(call, nowNanos + (stands(nowNanos) ? TARGET_NANOS : INTERVAL_NANOS)));
    } else {
      world.refuse(call);
    }
  }

  @Override
  public void finished(Call call) {
    idle++;
    long nowNanos = world.nowNanos();
    dropOldest(nowNanos);
    while (idle > 0 && !queue.isEmpty()) {
      Waiting next = stands(nowNanos) ? queue.removeLast() : queue.removeFirst();
      if (next.untilNanos < nowNanos) {
        world.refuse(next.call);
      } else {
        idle--;
        world.start(next.call);
      }
    }
    if (queue.isEmpty()) {
      emptyNanos = nowNanos;
    }
  }

  private boolean stands(long nowNanos) {
    return nowNanos - emptyNanos > INTERVAL_NANOS;
  }

  private void dropOldest(long nowNanos) {
    while (!queue.isEmpty() && queue.getFirst().untilNanos < nowNanos) {
      world.refuse(queue.removeFirst().call);
    }
  }
}
