package dev.spillway.simulator.peers;

import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import java.util.ArrayDeque;

/**
 * Breakwater: a server that hands out credits by its queueing delay, clients that send only with a
 * credit, and a drop of what comes when the delay is too long all the same.
 *
 * <p>Source: I. Cho et al., "Overload Control for us-scale RPCs with Breakwater", OSDI 2020, and
 * the authors' server in the Caladan repository. As there: alpha = 0.1 %, beta = 2 %, a target
 * delay of 40 % of the objective (here the scenario's deadline), a drop at twice the target,
 * overcommitment of max(credits left / clients, 1) to each client. A client gives a call up that
 * waited a tenth of the target for a credit, as the authors' does.
 *
 * <p>Simplified: credits and demand travel without delay and without messages of their own; the
 * round trip, by which the pool moves, is the mean service time, as in the paper's main experiment;
 * tasks are shared out to as many clients as the scenario has, without the authors' 64 slots for
 * each, which a thousand clients never fill but one does; a call whose deadline has passed in the
 * queue is not begun; and since the simulator charges every refusal to the server, so it does those
 * of calls that never left the client.
 */
final class BreakwaterPolicy implements Policy {
  private static final double TARGET_SHARE_OF_OBJECTIVE = 0.4;
  private static final int DROP_TARGETS = 2;
  private static final int PATIENCES_PER_TARGET = 10;

  private final World world;
  private final Cohorts cohorts;
  private final ServerQueue queue;
  private final CreditPool pool;
  private final CreditClient[] clients;
  private final long targetNanos;

  /** Clients that have calls but no credits, the one that has waited longest first. */
  private final ArrayDeque<CreditClient> drained = new ArrayDeque<>();

  private int issued;

  BreakwaterPolicy(World world, long seed) {
    this.world = world;
    cohorts = new Cohorts(seed);
    queue = new ServerQueue(world, this::timedOut);
    var scenario = world.scenario();
    clients = new CreditClient[Math.max(1, scenario.clients().count())];
    for (int client = 0; client < clients.length; client++) {
      clients[client] = new CreditClient();
    }
    targetNanos = (long) (TARGET_SHARE_OF_OBJECTIVE * scenario.deadline().toNanos());
    long roundTripNanos = scenario.plant().service().mean().toNanos();
    pool = new CreditPool(clients.length, scenario.plant().servers(), targetNanos, roundTripNanos);
  }

  @Override
  public void arrive(Call call) {
    pool.update(world.nowNanos(), queue.delayNanos());
    CreditClient client = clientOf(call);
    client.waiting.add(call);
    if (client.pending == 0 && client.waiting.size() == 1) {
      issue(client);
    }
    send(client);
    if (client.waiting.peekLast() == call) {
      world.scheduler().schedule(() -> giveUp(client, call), targetNanos / PATIENCES_PER_TARGET);
    }
    wake();
  }

  @Override
  public void finished(Call call) {
    queue.finished();
    pool.update(world.nowNanos(), queue.delayNanos());
    answered(clientOf(call));
    wake();
  }

  private void answered(CreditClient client) {
    client.pending--;
    issue(client);
    send(client);
  }

  /** Sends later, since the queue is in the midst of serving. */
  private void timedOut(Call call) {
    CreditClient client = clientOf(call);
    client.pending--;
    issue(client);
    world.refuse(call);
    world.scheduler().execute(() -> send(client));
  }

  /** All calls of one client wait equally long, so that the first to give up is the oldest. */
  private void giveUp(CreditClient client, Call call) {
    if (client.waiting.peek() == call) {
      client.waiting.remove();
      world.refuse(call);
    }
  }

  private void issue(CreditClient client) {
    int left = pool.total() - issued;
    int overcommitted = Math.max(left / clients.length, 1);
    int wanted = client.pending + client.waiting.size() + overcommitted;
    int credits = client.credits + (left > 0 ? left : left < 0 ? -1 : 0);
    credits = Math.max(client.pending, Math.min(wanted, credits));
    issued += credits - client.credits;
    client.credits = credits;
    if (client.isDrained()) {
      drained.add(client);
    }
  }

  private void send(CreditClient client) {
    while (client.pending < client.credits && !client.waiting.isEmpty()) {
      Call call = client.waiting.remove();
      client.pending++;
      if (queue.delayNanos() >= DROP_TARGETS * targetNanos) {
        client.pending--;
        issue(client);
        world.refuse(call);
      } else {
        queue.add(call);
      }
    }
  }

  /** Hands credits that are left to those who have none. */
  private void wake() {
    while (issued < pool.total() && !drained.isEmpty()) {
      CreditClient client = drained.remove();
      if (client.isDrained()) {
        client.credits++;
        issued++;
        send(client);
      }
    }
  }

  private CreditClient clientOf(Call call) {
    return clients[cohorts.of(call, clients.length)];
  }
}
