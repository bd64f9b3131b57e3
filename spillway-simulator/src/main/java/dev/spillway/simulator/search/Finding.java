package dev.spillway.simulator.search;

/**
 * What became of one combination.
 *
 * @param degradedMillis how long it stayed degraded after its trigger had gone; infinite if it
 *     still was at the end
 */
public record Finding(Combination combination, double degradedMillis) {
  /** Whether it stayed degraded for more than a second. */
  public boolean isDegraded() {
    return degradedMillis > Combination.BAR_MILLIS;
  }
}
