package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Scenario;
import java.time.Duration;

/** The steps of equal length into which a run is parted for its curves. */
record TimeSteps(int count, long nanos) {
  private static final long USUAL_NANOS = Duration.ofMillis(500).toNanos();
  private static final int MOST = 200;
  private static final int LEAST = 40;

  /** Half a second each, unless that makes too many or too few. */
  static TimeSteps of(Scenario scenario) {
    long length = scenario.length().toNanos();
    long nanos = Math.max(1, Math.max(length / MOST, Math.min(USUAL_NANOS, length / LEAST)));
    return new TimeSteps((int) Math.min(MOST + 1, (length + nanos - 1) / nanos), nanos);
  }

  /** In which step a moment lies; -1 when it is after the last. */
  int of(long atNanos) {
    long step = atNanos / nanos;
    return step < count ? (int) step : -1;
  }
}
