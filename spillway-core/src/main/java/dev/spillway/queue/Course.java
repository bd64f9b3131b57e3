package dev.spillway.queue;

import dev.spillway.Priority;

/** What a strategy does with an event for which there is still room. */
enum Course {
  /** It enters, and nobody has to wait. */
  ADMIT(0),
  /** It enters, and its producer should wait. */
  DELAY(1),
  /** It enters, and its producer should wait twice as long. */
  DELAY_TWICE(2),
  /** It goes to the log, so that what is left of the memory stays free. */
  SPILL(0);

  /** Above this part of their lane, adaptive high and normal events are spilled. */
  private static final double SPILL_FROM = 0.95;

  /** Above this part of their lane, adaptive low events are spilled. */
  private static final double SPILL_LOW_FROM = 0.90;

  private final int delays;

  Course(int delays) {
    this.delays = delays;
  }

  /** How many times the curve's delay is told. */
  int delays() {
    return delays;
  }

  /**
   * The course for an event of {@code priority} while its lane's backpressure is on.
   *
   * @param utilization how full its lane is
   */
  static Course of(Strategy strategy, Priority priority, double utilization) {
    return switch (strategy) {
      case DROP, SPILL, SHED -> ADMIT;
      case THROTTLE -> DELAY;
      case ADAPTIVE ->
          switch (priority) {
            case CRITICAL -> ADMIT;
            case HIGH, NORMAL -> utilization < SPILL_FROM ? DELAY : SPILL;
            case LOW -> utilization < SPILL_LOW_FROM ? DELAY_TWICE : SPILL;
            case BULK -> SPILL;
          };
    };
  }

  /** Whether what finds no room goes to the log. */
  static boolean spillsWhenFull(Strategy strategy, Priority priority) {
    return priority == Priority.CRITICAL
        || strategy == Strategy.SPILL
        || strategy == Strategy.ADAPTIVE;
  }

  /** Whether lower events are displaced for what finds no room. */
  static boolean displaces(Strategy strategy) {
    return strategy == Strategy.SHED || strategy == Strategy.ADAPTIVE;
  }

  /** Whether that comes before the log is tried. */
  static boolean displacesFirst(Strategy strategy, Priority priority) {
    return strategy == Strategy.SHED
        || (strategy == Strategy.ADAPTIVE && priority == Priority.CRITICAL);
  }
}
