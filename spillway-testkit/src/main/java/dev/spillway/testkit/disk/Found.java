package dev.spillway.testkit.disk;

import dev.spillway.Priority;
import java.util.Collections;
import java.util.List;

/**
 * What a store delivers after it was opened.
 *
 * @param lanes the texts of each lane: the backlogs by priority, then what is carried over
 * @param letters those that are kept
 * @param lost how many records it counted as lost
 */
record Found(List<List<String>> lanes, List<String> letters, long lost) {
  static final Found NOTHING =
      new Found(Collections.nCopies(2 * Priority.values().length, List.of()), List.of(), 0);
}
