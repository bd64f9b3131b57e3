package dev.spillway.queue;

import java.util.List;

/**
 * Some neighbouring dead letters. Immutable.
 *
 * @param letters oldest first; may be empty though there are more, when a filter leaves much out
 * @param next the position after which the next page begins
 * @param more whether there may be letters behind it
 */
public record DeadLetterPage(List<DeadLetter> letters, long next, boolean more) {
  public DeadLetterPage {
    letters = List.copyOf(letters);
  }
}
