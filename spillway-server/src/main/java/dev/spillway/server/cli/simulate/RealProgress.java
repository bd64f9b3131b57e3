package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.simulator.Progress;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Words for how far runs in real time have come. Thread-safe. */
final class RealProgress implements Progress {
  private final TimeSource time = TimeSource.system();
  private final Duration whole;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private Duration done = Duration.ZERO;

  /** Guarded by the lock: when the last run was over. */
  private long sinceNanos = time.nanoTime();

  /** Guarded by the lock. */
  private String latest = "the first run";

  /** Of runs that take so long together. */
  RealProgress(Duration whole) {
    this.whole = whole;
  }

  @Override
  public void ran(Scenario scenario, String policy, int seed) {
    lock.lock();
    try {
      done = done.plus(scenario.length());
      sinceNanos = time.nanoTime();
      latest = "after " + scenario.name() + " " + policy + " with seed " + seed;
    } finally {
      lock.unlock();
    }
  }

  /** One line for now. */
  String line() {
    lock.lock();
    try {
      long came = done.plusNanos(time.nanoTime() - sinceNanos).toMillis();
      long left = Math.max(0, whole.toMillis() - came);
      return ProgressLine.bar(came, whole.toMillis())
          + "  "
          + latest
          + "  "
          + Show.duration(left)
          + " left";
    } finally {
      lock.unlock();
    }
  }
}
