package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.util.SplittableRandom;

/**
 * Adaptive throttling by clients, in front of a bounded queue.
 *
 * <p>Source: B. Beyer et al., "Site Reliability Engineering", 2016, chapter 21, "Client-Side
 * Throttling". Each client refuses by itself with probability max(0, (requests - K accepts) /
 * (requests + 1)), over two minutes and with K = 2, as the book has them. Behind it the server
 * refuses when its queue is full; the queue holds what a healthy plant does in half a deadline,
 * since one of a whole deadline would start everything too late.
 *
 * <p>Simplified: tasks are shared out to as many clients as the scenario has; what ends after its
 * deadline is no accept; the two minutes move by the second; and since the simulator charges every
 * refusal to the server, so it does those that in truth never leave the client.
 */
final class SreThrottlePolicy implements Policy {
  private static final double QUEUE_SHARE_OF_DEADLINE = 0.5;

  private final World world;
  private final ServerQueue queue;
  private final int bound;
  private final ClientThrottle[] clients;
  private final Cohorts cohorts;
  private final SplittableRandom random;

  SreThrottlePolicy(World world, long seed) {
    this.world = world;
    queue = new ServerQueue(world, world::refuse);
    var scenario = world.scenario();
    double perNano =
        scenario.plant().servers() / (double) scenario.plant().service().mean().toNanos();
    bound = (int) (perNano * QUEUE_SHARE_OF_DEADLINE * scenario.deadline().toNanos());
    clients = new ClientThrottle[Math.max(1, scenario.clients().count())];
    for (int client = 0; client < clients.length; client++) {
      clients[client] = new ClientThrottle();
    }
    cohorts = new Cohorts(seed);
    random = new SplittableRandom(seed);
  }

  @Override
  public void arrive(Call call) {
    long nowNanos = world.nowNanos();
    ClientThrottle client = clientOf(call);
    double refusalShare = client.refusalShare(nowNanos);
    client.requested(nowNanos);
    if (random.nextDouble() < refusalShare || queue.length() >= bound) {
      world.refuse(call);
    } else {
      queue.add(call);
    }
  }

  @Override
  public void finished(Call call) {
    queue.finished();
    if (world.nowNanos() <= call.deadlineNanos()) {
      clientOf(call).accepted(world.nowNanos());
    }
  }

  private ClientThrottle clientOf(Call call) {
    return clients[cohorts.of(call, clients.length)];
  }
}
