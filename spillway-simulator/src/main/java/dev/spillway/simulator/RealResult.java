package dev.spillway.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What became of one scenario under one policy on this machine, beside the same seeds in virtual
 * time. Immutable.
 *
 * @param simulated in virtual time
 * @param real on this machine
 * @param clients how late tasks were sent
 * @param plant how late calls were told to be over
 */
public record RealResult(Result simulated, Result real, Lateness clients, Lateness plant) {
  /** How far goodput may be from the simulation's, as a share of the oracle's. */
  private static final double GOODPUT_SLACK = 0.03;

  /** How far latencies may be from the simulation's, as a share of it. */
  private static final double LATENCY_SLACK = 0.25;

  /** Whether the real run is held to a figure; one with a disk of its own is held to the bars. */
  public boolean isHeld(Figure figure) {
    return !isHeldToBars()
        && (figure == Figure.GOODPUT
            || figure == Figure.CRITICAL_SUCCESS
            || figure == Figure.P99_MILLIS);
  }

  /** Whether the real run is held to the scenario's bars, which must hold in the median. */
  public boolean isHeldToBars() {
    return real.scenario().setup().disk() != null;
  }

  /**
   * How far the real median is from the simulated one: as a share of that for the 99th percentile,
   * in the figure's unit for others; null where one of them is missing or infinite.
   */
  public @Nullable Double difference(Figure figure) {
    Double expected = simulated.median(figure);
    Double seen = real.median(figure);
    if (expected == null || seen == null || expected.isInfinite() || seen.isInfinite()) {
      return null;
    }
    return figure == Figure.P99_MILLIS ? seen / expected - 1 : seen - expected;
  }

  /** Whether a held figure is as near to the simulation's as it must be. */
  public boolean isNear(Figure figure) {
    Double difference = difference(figure);
    double slack = figure == Figure.P99_MILLIS ? LATENCY_SLACK : GOODPUT_SLACK;
    return difference == null
        ? simulated.median(figure) == null && real.median(figure) == null
        : Math.abs(difference) <= slack;
  }

  /** Whether all held figures are, and all bars are met that it is held to. */
  public boolean isNear() {
    for (Figure figure : Figure.values()) {
      if (isHeld(figure) && !isNear(figure)) {
        return false;
      }
    }
    return !isHeldToBars()
        || real.bars().stream().allMatch(bar -> bar.bar().bound().isMetBy(bar.median()));
  }
}
