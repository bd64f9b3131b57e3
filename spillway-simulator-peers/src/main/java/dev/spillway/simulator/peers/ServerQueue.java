package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.World;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * First in, first out, before servers that do one call at a time each. Without a bound of its own.
 *
 * <p>What has timed out is not begun when its turn comes: nobody waits for it.
 */
final class ServerQueue {
  private final World world;
  private final Consumer<Call> timedOut;
  private final int servers;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private int busy;
  private long waitedNanos;
  private int begun;

  /** A queue that hands what has timed out to {@code timedOut}, which refuses it. */
  ServerQueue(World world, Consumer<Call> timedOut) {
    this.world = world;
    this.timedOut = timedOut;
    servers = world.scenario().plant().servers();
  }

  /** Begins the call, or queues it. */
  void add(Call call) {
    queue.add(new Waiting(call, world.nowNanos()));
    serve();
  }

  /** Makes room for the next one. */
  void finished() {
    busy--;
    serve();
  }

  private void serve() {
    long nowNanos = world.nowNanos();
    while (busy < servers && !queue.isEmpty()) {
      Waiting next = queue.remove();
      waitedNanos += nowNanos - next.sinceNanos();
      begun++;
      if (nowNanos >= next.call().deadlineNanos()) {
        timedOut.accept(next.call());
      } else {
        busy++;
        world.start(next.call());
      }
    }
  }

  int length() {
    return queue.size();
  }

  /** How long the oldest has waited. */
  long delayNanos() {
    Waiting oldest = queue.peek();
    return oldest == null ? 0 : world.nowNanos() - oldest.sinceNanos();
  }

  /** How long those have waited on the average whose turn has come since this was last asked. */
  long takeMeanWaitNanos() {
    long mean = begun == 0 ? delayNanos() : waitedNanos / begun;
    waitedNanos = 0;
    begun = 0;
    return mean;
  }

  private record Waiting(Call call, long sinceNanos) {}
}
