package dev.spillway.simulator.search;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What pushes a healthy plant into overload for a while.
 *
 * @param size the speed that is left, the load that is added, how many times as long work takes, or
 *     the share of the load whose dependency hangs
 * @param fromMillis when it begins
 * @param forMillis how long it lasts
 * @param callMillis how long a call takes that it catches, on average
 */
record Trigger(Kind kind, double size, int fromMillis, int forMillis, int callMillis) {
  private static final int LEAST_FROM_MILLIS = 1_000;
  private static final int MOST_FROM_MILLIS = 3_000;
  private static final double LEAST_MILLIS = 100;
  private static final double MOST_MILLIS = 5_000;

  /** Of a call that it catches: what is caught is over soon after the trigger. */
  private static final double MOST_CALL_MILLIS = 1_000;

  private static final double LEAST_CAPACITY = 0.02;
  private static final double MOST_CAPACITY = 0.8;
  private static final double MOST_BURST = 10;
  private static final double LEAST_SLOWDOWN = 2;
  private static final double MOST_SLOWDOWN = 20;
  private static final double LEAST_HANGING = 0.2;

  /** What happens. */
  enum Kind {
    /** The plant gets slower. */
    CAPACITY,
    /** More is sent. */
    BURST,
    /** Work takes longer. */
    SLOWDOWN,
    /** Calls to a dependency take a second. */
    HANG;

    String token() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Draws one for a plant whose calls take so long. */
  static Trigger draw(SplittableRandom random, double serviceMillis) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    double most = MOST_CALL_MILLIS / serviceMillis;
    double drawn =
        switch (kind) {
          case CAPACITY -> random.nextDouble(Math.max(LEAST_CAPACITY, 1 / most), MOST_CAPACITY);
          case BURST -> random.nextDouble(1, MOST_BURST);
          case SLOWDOWN -> random.nextDouble(LEAST_SLOWDOWN, Math.min(MOST_SLOWDOWN, most));
          case HANG -> random.nextDouble(LEAST_HANGING, 1);
        };
    double size = Rounded.toDigits(drawn);
    int from = random.nextInt(LEAST_FROM_MILLIS, MOST_FROM_MILLIS);
    int length = (int) Rounded.between(random, LEAST_MILLIS, MOST_MILLIS);
    double call =
        switch (kind) {
          case CAPACITY -> serviceMillis / size;
          case BURST -> serviceMillis;
          case SLOWDOWN -> serviceMillis * size;
          case HANG -> MOST_CALL_MILLIS;
        };
    return new Trigger(kind, size, from, length, (int) Math.ceil(call));
  }

  int untilMillis() {
    return fromMillis + forMillis;
  }

  /** When it has gone: what it caught is over by then, but for a few. */
  int goneMillis() {
    return untilMillis() + callMillis;
  }
}
