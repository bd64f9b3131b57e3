package dev.spillway.server.cli.simulate;

import dev.spillway.server.cli.terminal.ProgressLine;
import dev.spillway.server.cli.terminal.Show;
import dev.spillway.simulator.Progress;
import dev.spillway.simulator.scenario.Scenario;
import dev.spillway.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Words for how far a comparison has come. Thread-safe. */
final class SimulateProgress implements Progress {
  private final int seeds;
  private final double whole;
  private final TimeSource time = TimeSource.system();
  private final long startNanos = time.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock: seeds done by scenario and policy. */
  private final Map<String, Integer> counts = new HashMap<>();

  /** Guarded by the lock. */
  private String latest = "the first runs";

  /** Guarded by the lock: a run counts the tasks that its scenario may have. */
  private double done;

  SimulateProgress(Plan plan) {
    seeds = plan.seeds().size();
    whole = plan.scenarios().stream().mapToDouble(s -> s.mostTasks() * plan.runs(s)).sum();
  }

  @Override
  public void ran(Scenario scenario, String policy, int seed) {
    lock.lock();
    try {
      String name = scenario.name() + " " + policy;
      latest = name + "  " + counts.merge(name, 1, Integer::sum) + " of " + seeds + " seeds";
      done += scenario.mostTasks();
    } finally {
      lock.unlock();
    }
  }

  /** One line for now. */
  String line() {
    lock.lock();
    try {
      StringBuilder line = new StringBuilder(ProgressLine.bar((long) done, (long) whole));
      line.append("  ").append(latest);
      if (done > 0 && done < whole) {
        double leftNanos = (time.nanoTime() - startNanos) / done * (whole - done);
        line.append("  ").append(Show.duration(TimeUnit.NANOSECONDS.toMillis((long) leftNanos)));
        line.append(" left");
      }
      return line.toString();
    } finally {
      lock.unlock();
    }
  }
}
