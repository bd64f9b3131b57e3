package dev.spillway.simulator;

import dev.spillway.simulator.scenario.Bar;

/**
 * What was measured where a bar is set.
 *
 * @param worst of all seeds; not a number where there was nothing to look at
 * @param median of all seeds
 */
public record BarResult(Bar bar, double worst, double median) {
  /** Whether the bar held in the worst of all seeds. */
  public boolean isMet() {
    return bar.bound().isMetBy(worst);
  }
}
