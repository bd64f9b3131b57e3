package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Setup;
import dev.spillway.simulator.scenario.Span;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A simulation's scheduler whose tasks stop for a while, and whose clock jumps an hour ahead. */
final class FaultyScheduler implements TaskScheduler, TimeSource {
  private static final Duration JUMP = Duration.ofHours(1);

  private final World world;
  private final @Nullable Span stop;
  private final long jumpAtNanos;

  FaultyScheduler(World world, Setup setup) {
    this.world = world;
    stop = setup.controlStop();
    Duration jump = setup.clockJumpAt();
    jumpAtNanos = jump == null ? Long.MAX_VALUE : jump.toNanos();
  }

  private Duration jumped() {
    return world.nowNanos() >= jumpAtNanos ? JUMP : Duration.ZERO;
  }

  @Override
  public TimeSource time() {
    return this;
  }

  @Override
  public long nanoTime() {
    return world.scheduler().time().nanoTime() + jumped().toNanos();
  }

  @Override
  public long epochMillis() {
    return world.scheduler().time().epochMillis() + jumped().toMillis();
  }

  @Override
  public void await(Condition condition, long timeoutNanos) {
    throw new UnsupportedOperationException("nothing waits in a simulation");
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  @Override
  public ScheduledTask schedule(Runnable task, long delayNanos) {
    long dueNanos = world.nowNanos() + delayNanos;
    long runNanos = dueNanos;
    if (stop != null && stop.contains(dueNanos)) {
      runNanos = stop.until().toNanos();
    }
    return world.scheduler().schedule(task, runNanos - world.nowNanos());
  }

  @Override
  public void close() {
    // the simulation's own scheduler goes on
  }
}
