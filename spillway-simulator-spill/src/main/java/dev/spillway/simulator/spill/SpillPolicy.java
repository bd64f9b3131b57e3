package dev.spillway.simulator.spill;

import dev.spillway.queue.Event;
import dev.spillway.simulator.Call;
import dev.spillway.simulator.Policy;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.DiskSetup;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for a durable receipt for every call, and hands to the plant what the queue delivers.
 * Thread-safe.
 */
final class SpillPolicy implements Policy {
  private final World world;
  private final DiskSetup setup;
  private final Disk disk;
  private final long seed;
  private final AtomicLong numbers = new AtomicLong();

  /** Those that the log may still tell of, by the identity of their event. */
  private final ConcurrentMap<String, Call> calls = new ConcurrentHashMap<>();

  private volatile Life life;

  SpillPolicy(World world, DiskSetup setup, Disk disk, long seed) {
    this.world = world;
    this.setup = setup;
    this.disk = disk;
    this.seed = seed;
    life = new Life(world, setup, disk, calls);
    for (Duration at : setup.killedAt()) {
      world.scheduler().schedule(this::beginAgain, at.toNanos());
    }
  }

  private void beginAgain() {
    if (world.isVirtual()) { // otherwise some are on their way
      life.check();
    }
    life.end();
    life = new Life(world, setup, disk, calls);
  }

  @Override
  public void arrive(Call call) {
    long number = numbers.getAndIncrement();
    byte[] payload = new byte[setup.eventBytes()];
    new SplittableRandom(seed + number).nextBytes(payload);
    Event event =
        Event.builder(Long.toString(number), payload)
            .priority(call.priority())
            .tenant(call.tenant())
            .build();
    call.attach(new Deliveries());
    calls.put(event.id(), call);
    life.offer(number, event);
  }

  @Override
  public void finished(Call call) {
    Deliveries.of(call).finished();
  }

  @Override
  public void ended(boolean whole) {
    boolean interrupted = Thread.interrupted(); // which would leave the log's files open
    try {
      if (whole) {
        life.check();
      }
    } finally {
      life.end();
      disk.discard();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
