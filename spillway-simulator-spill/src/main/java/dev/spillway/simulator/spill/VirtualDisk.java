package dev.spillway.simulator.spill;

import dev.spillway.queue.EventQueue;
import dev.spillway.simulator.World;
import dev.spillway.simulator.scenario.DiskSetup;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillLogBuilder;
import dev.spillway.testkit.FaultyFiles;
import dev.spillway.testkit.SimulatedFiles;
import dev.spillway.time.TaskScheduler;
import java.util.SplittableRandom;

/**
 * A simulated disk in virtual time. A force is done at once and keeps the disk busy: the next task
 * of the writer has to wait, and so have answers. When the power goes, of what was not forced any
 * part may be there, as old bytes, new ones or garbage.
 */
final class VirtualDisk implements Disk {
  private final World world;
  private final DiskSetup setup;
  private final SplittableRandom random;
  private SimulatedFiles files = new SimulatedFiles();
  private long busyUntilNanos;
  private boolean lying;

  VirtualDisk(World world, DiskSetup setup, long seed) {
    this.world = world;
    this.setup = setup;
    random = new SplittableRandom(seed);
  }

  /** From the next life on, forces do nothing, and say that they did. */
  void forcingNothing() {
    lying = true;
  }

  @Override
  public TaskScheduler tasks() {
    return new LifeTasks(world.scheduler(), () -> 0);
  }

  @Override
  public SpillLogBuilder log(TaskScheduler tasks) {
    FaultyFiles forced = new FaultyFiles(files);
    forced.beforeForce(this::force);
    forced.forcingNothing(lying);
    return SpillLog.builder(forced).schedulers(new LifeTasks(tasks, this::busyNanos), tasks);
  }

  private void force() {
    long nowNanos = world.nowNanos();
    busyUntilNanos = Math.max(busyUntilNanos, nowNanos) + setup.forceAt(nowNanos).toNanos();
  }

  @Override
  public long busyNanos() {
    return Math.max(0, busyUntilNanos - world.nowNanos());
  }

  @Override
  public void cutOff(EventQueue queue) {
    files = files.crash(random.nextLong());
    busyUntilNanos = 0;
  }

  @Override
  public void discard() {
    files = new SimulatedFiles();
  }
}
