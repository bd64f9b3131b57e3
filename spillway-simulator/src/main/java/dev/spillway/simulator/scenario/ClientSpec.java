package dev.spillway.simulator.scenario;

import java.time.Duration;

/**
 * How those who send behave.
 *
 * @param attempts how often they try a call
 * @param firstWait about how long they wait before the second attempt; twice as long each time
 * @param count how many there are
 */
public record ClientSpec(int attempts, Duration firstWait, Kind kind, int count) {
  /** Whether they keep to the rules. */
  public enum Kind {
    /** They try again until they run out of attempts, each time with a fresh deadline. */
    HOSTILE,
    /** The same, but each tries no more than a tenth of its calls again. */
    BUDGETED,
    /**
     * They hold back, class by class, what would most likely be refused, and do not try again what
     * was.
     */
    OURS
  }
}
