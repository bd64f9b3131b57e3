package dev.spillway.benchmarks.pictures;

import dev.spillway.Priority;
import java.time.Duration;
import java.util.List;

/**
 * What producers make, over the time of a run. Immutable.
 *
 * @param phases in order, the first from the start on, each until the next begins
 * @param seconds how long producers make events
 * @param shownSeconds how much of that a picture shows
 */
record Load(List<Phase> phases, int seconds, int shownSeconds) {
  Load {
    phases = List.copyOf(phases);
  }

  /**
   * A time of steady rates.
   *
   * @param title what the picture says about it; empty for what needs no words
   * @param fromSeconds when it begins
   * @param eventsPerSecond by priority, critical first
   */
  record Phase(String title, double fromSeconds, List<Integer> eventsPerSecond) {
    Phase {
      eventsPerSecond = List.copyOf(eventsPerSecond);
    }
  }

  Duration made() {
    return Duration.ofSeconds(seconds);
  }

  Duration shown() {
    return Duration.ofSeconds(shownSeconds);
  }

  double eventsPerSecond(Priority priority, double atSeconds) {
    Phase now = phases.get(0);
    for (Phase phase : phases) {
      if (phase.fromSeconds() <= atSeconds) {
        now = phase;
      }
    }
    return now.eventsPerSecond().get(priority.ordinal());
  }

  /** When {@code phase} ends. */
  double untilSeconds(Phase phase) {
    int next = phases.indexOf(phase) + 1;
    return next < phases.size() ? phases.get(next).fromSeconds() : seconds;
  }
}
