package dev.spillway.benchmarks.kill;

import dev.spillway.Priority;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is delivered again against what the end of a life may leave. That is of each lane one
 * block of which a part was settled; after a kill also what was settled since the log wrote down
 * where it stands; after a clean stop what the sink had not answered, and what was settled while an
 * event before it waited for its next try.
 */
final class Repeats {
  /** The log writes it down every second; a busy disk may need one more. */
  static final int KILLED_MILLIS = 2_000;

  /** The wait for a next try takes 5 ms, and a busy machine may need some more. */
  static final int STOPPED_MILLIS = 50;

  private static final int LANES = Priority.values().length;

  private final int blockEvents;
  private final Map<Integer, LifeEnd> ends = new HashMap<>();

  /** Of each lane, when it last delivered in this life. */
  private int[] lastMillis = new int[LANES];

  /**
   * Of no life yet.
   *
   * @param blockEvents the most events of a block
   */
  Repeats(int blockEvents) {
    this.blockEvents = blockEvents;
  }

  void delivered(Priority lane, int atMillis) {
    lastMillis[lane.ordinal()] = atMillis;
  }

  void killed(int life, int atMillis) {
    int[] freeMillis = new int[LANES];
    Arrays.fill(freeMillis, atMillis - KILLED_MILLIS);
    end(life, new LifeEnd(true, freeMillis, new long[LANES]));
  }

  /**
   * A life has stopped cleanly.
   *
   * @param released what each lane had handed to the sink and got no answer for
   */
  void stopped(int life, long[] released) {
    int[] freeMillis = Arrays.stream(lastMillis).map(last -> last - STOPPED_MILLIS).toArray();
    end(life, new LifeEnd(false, freeMillis, released));
  }

  private void end(int life, LifeEnd end) {
    Arrays.setAll(end.left, lane -> end.left[lane] + blockEvents);
    ends.put(life, end);
    lastMillis = new int[LANES];
  }

  void forget() {
    ends.clear();
  }

  /**
   * Notes that what {@code life} had delivered at {@code atMillis} was delivered again; says what
   * is wrong with that, or null.
   */
  @Nullable String check(int life, int atMillis, Priority lane) {
    LifeEnd end = ends.get(life);
    if (end == null) {
      return "was delivered twice in one life";
    }
    int earlyMillis = end.freeMillis[lane.ordinal()] - atMillis;
    if (earlyMillis <= 0 || --end.left[lane.ordinal()] >= 0) {
      return null;
    }
    return "was delivered again, as more of its lane than one block may hold, though life "
        + life
        + (end.killed ? ", which was killed," : ", which stopped cleanly,")
        + " had delivered it "
        + earlyMillis
        + " ms before what it may leave";
  }

  /** How a life ended, and what it leaves of each lane. */
  private static final class LifeEnd {
    final boolean killed;

    /** From when on all that was delivered may be delivered again. */
    final int[] freeMillis;

    /** How many more may be, however old. */
    final long[] left;

    LifeEnd(boolean killed, int[] freeMillis, long[] left) {
      this.killed = killed;
      this.freeMillis = freeMillis;
      this.left = left;
    }
  }
}
