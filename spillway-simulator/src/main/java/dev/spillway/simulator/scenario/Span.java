package dev.spillway.simulator.scenario;

import java.time.Duration;

/** A time within a run, without its end. */
public record Span(Duration from, Duration until) {
  /** Whether a moment, in nanoseconds since the run began, lies within. */
  public boolean contains(long nanos) {
    return nanos >= from.toNanos() && nanos < until.toNanos();
  }

  @Override
  public String toString() {
    return Units.text(from) + " to " + Units.text(until);
  }
}
