package dev.spillway.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** The dead letters of one block that a filter means. */
final class LetterBatch {
  private static final Logger LOGGER = System.getLogger(LetterBatch.class.getName());

  private LetterBatch() {}

  /** Those between {@code from} and {@code end}, exclusive, up to {@code limit}, oldest first. */
  static List<DeadLetter> of(SpillLetters.Block block, Range range, DeadLetterFilter filter) {
    List<DeadLetter> found = new ArrayList<>();
    RecordBuffer records = block.records();
    for (int index = 0; index < records.count() && found.size() < range.limit(); index++) {
      long position = block.first() + index;
      if (position < range.from() || position >= range.end() || !block.isKept(index)) {
        continue;
      }
      try {
        StoredEvent stored =
            StoredEvent.read(records.array(), records.offset(index), records.length(index));
        if (filter.matches(stored.event())) {
          found.add(new DeadLetter(position, stored));
        }
      } catch (IllegalArgumentException e) {
        LOGGER.log(
            Level.ERROR,
            "event=dead-letter-unreadable position="
                + position
                + " reason=\""
                + e.getMessage()
                + "\"");
      }
    }
    return found;
  }

  /** Positions from {@code from} to {@code end}, exclusive, and how many letters at most. */
  record Range(long from, long end, long limit) {}

  static long[] positions(List<DeadLetter> letters) {
    return letters.stream().mapToLong(DeadLetter::position).toArray();
  }
}
