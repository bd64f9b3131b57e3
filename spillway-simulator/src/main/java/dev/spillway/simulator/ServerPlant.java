package dev.spillway.simulator;

import dev.spillway.simulator.scenario.PlantSpec;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Servers that do one call at a time each, before them a queue without a bound. */
final class ServerPlant implements Plant {
  private final Simulation simulation;
  private final Faults faults;
  private final long refusalNanos;
  private final Server[] servers;
  private final ArrayDeque<Call> queue = new ArrayDeque<>();
  private int nextRefusal;

  ServerPlant(Simulation simulation, PlantSpec plant) {
    this.simulation = simulation;
    faults = new Faults(plant);
    refusalNanos = plant.refusalCost().toNanos();
    servers = new Server[plant.servers()];
    for (int index = 0; index < servers.length; index++) {
      servers[index] = new Server();
    }
  }

  @Override
  public void start(Call call) {
    for (Server server : servers) {
      if (server.call == null) {
        server.begin(call);
        return;
      }
    }
    queue.add(call);
  }

  @Override
  public void refuse() {
    if (refusalNanos > 0) {
      servers[nextRefusal].owe(refusalNanos);
      nextRefusal = (nextRefusal + 1) % servers.length;
    }
  }

  @Override
  public long finishNanos(Call call, long nowNanos) {
    return faults.endNanos(nowNanos, faults.serviceNanos(call, nowNanos))
        + faults.networkNanos(nowNanos);
  }

  @Override
  public long serviceNanos(Call call, long nowNanos) {
    return faults.serviceNanos(call, nowNanos) + faults.networkNanos(nowNanos);
  }

  private final class Server {
    private @Nullable Call call;

    /** Work on refusals that the call it does has to wait for. */
    private long owedNanos;

    /** When an idle server has done its work on refusals. */
    private long busyUntilNanos;

    void owe(long nanos) {
      if (call == null) {
        busyUntilNanos = Math.max(busyUntilNanos, simulation.nowNanos()) + nanos;
      } else {
        owedNanos += nanos;
      }
    }

    void begin(Call next) {
      long nowNanos = simulation.nowNanos();
      call = next;
      owedNanos = Math.max(0, busyUntilNanos - nowNanos);
      simulation.began(next);
      end(faults.endNanos(nowNanos, faults.serviceNanos(next, nowNanos)) - nowNanos);
    }

    /** What a timer told too late is taken off what follows it, so that no capacity is lost. */
    private void end(long inNanos) {
      simulation.schedulePlant(this::ended, inNanos - simulation.plantLateNanos());
    }

    private void ended() {
      if (owedNanos > 0) {
        long owed = owedNanos;
        owedNanos = 0;
        end(owed);
        return;
      }
      Call done = call;
      if (done == null) {
        throw new IllegalStateException("an idle server ended its call");
      }
      call = null;
      busyUntilNanos = 0;
      Call next = queue.poll();
      if (next != null) {
        begin(next);
      }
      long network = faults.networkNanos(simulation.nowNanos());
      if (network > 0) {
        simulation.schedulePlant(() -> simulation.finished(done), network);
      } else {
        simulation.finished(done);
      }
    }
  }
}
