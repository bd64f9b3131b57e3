package dev.spillway.server.demo;

import dev.spillway.Priority;
import java.util.List;

/**
 * What happens when. Immutable.
 *
 * @param seconds how long the whole takes, if draining keeps to the plan
 */
public record DemoPlan(int seconds) {
  /** Below this, stalls are shorter than a delivery takes. */
  public static final int LEAST_SECONDS = 6;

  /** What the sink takes in a second, before it heals. */
  public static final int CAPACITY_PER_SECOND = 2_000;

  /** How much faster the sink is once it has healed. */
  public static final int HEALED_FACTOR = 10;

  private static final double OVERLOAD = 2;

  /** By priority; they add up to 1, and with critical to high they fit the sink. */
  private static final double[] SHARES = {0.05, 0.15, 0.35, 0.25, 0.20};

  /**
   * @throws IllegalArgumentException below 6 seconds or above an hour
   */
  public DemoPlan {
    if (seconds < LEAST_SECONDS || seconds > 3_600) {
      throw new IllegalArgumentException(
          "seconds must be from " + LEAST_SECONDS + " to 3600: seconds=" + seconds);
    }
  }

  /** When producers stop and the sink heals. */
  public long loadMillis() {
    return seconds * 1_000L * 2 / 3;
  }

  /** The times at which the sink does nothing. */
  public List<Stall> stalls() {
    long load = loadMillis();
    return List.of(new Stall(load / 4, load * 3 / 40), new Stall(load * 6 / 10, load / 10));
  }

  /** The longest of the stalls. */
  public long longestStallMillis() {
    return stalls().stream().mapToLong(Stall::millis).max().orElse(0);
  }

  /** What producers of {@code priority} bring in a second, together. */
  public double offeredPerSecond(Priority priority) {
    return CAPACITY_PER_SECOND * OVERLOAD * SHARES[priority.ordinal()];
  }

  /** What the sink takes in a second at {@code elapsedMillis}. */
  public int capacityAt(long elapsedMillis) {
    return elapsedMillis < loadMillis() ? CAPACITY_PER_SECOND : CAPACITY_PER_SECOND * HEALED_FACTOR;
  }

  /** Whether the sink stalls at {@code elapsedMillis}. */
  public boolean isStalledAt(long elapsedMillis) {
    return stalls().stream().anyMatch(stall -> stall.contains(elapsedMillis));
  }

  /**
   * A time at which the sink does nothing.
   *
   * @param atMillis when it begins, from the start
   * @param millis how long it lasts
   */
  public record Stall(long atMillis, long millis) {
    boolean contains(long elapsedMillis) {
      return elapsedMillis >= atMillis && elapsedMillis < atMillis + millis;
    }

    boolean overlaps(long fromMillis, long toMillis) {
      return fromMillis < atMillis + millis && toMillis >= atMillis;
    }

    long endMillis() {
      return atMillis + millis;
    }
  }
}
