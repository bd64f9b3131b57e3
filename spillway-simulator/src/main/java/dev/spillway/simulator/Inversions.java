package dev.spillway.simulator;

import dev.spillway.Priority;
import java.util.Arrays;

/**
 * Tasks that were not started although one of a lower class, which came later, was started while
 * they could have waited. Stateless.
 */
final class Inversions {
  private Inversions() {}

  /** Their number over that of all tasks selected that were not started. */
  static double share(Runs runs, Selection selection) {
    Trace trace = runs.trace();
    long lengthNanos = runs.scenario().length().toNanos();
    long[] earliest = new long[Priority.values().length];
    Arrays.fill(earliest, Long.MAX_VALUE);
    int refused = 0;
    int inverted = 0;
    for (int index = trace.size() - 1; index >= 0; index--) {
      Task task = trace.task(index);
      int rank = task.priority().ordinal();
      if (runs.run().isStarted(index)) {
        earliest[rank] = Math.min(earliest[rank], runs.run().startedNanos(index));
      } else if (selection.holds(task) && task.deadlineNanos() <= lengthNanos) {
        refused++;
        inverted += isInverted(task, earliest) ? 1 : 0;
      }
    }
    return inverted / (double) Math.max(1, refused);
  }

  private static boolean isInverted(Task task, long[] earliest) {
    long latest = task.deadlineNanos() - task.workNanos()[0];
    for (int lower = task.priority().ordinal() + 1; lower < earliest.length; lower++) {
      if (earliest[lower] <= latest) {
        return true;
      }
    }
    return false;
  }
}
