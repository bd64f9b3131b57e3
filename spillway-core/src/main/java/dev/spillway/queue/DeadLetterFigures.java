package dev.spillway.queue;

/**
 * What became of the dead letters since the queue was opened, in letters. Immutable.
 *
 * <p>Whenever the queue is at rest, {@code recovered + deadLettered = replayed + discarded +
 * quarantined + kept}, without any tolerance.
 */
public interface DeadLetterFigures {
  /** Letters that were there when the queue was opened. */
  long recovered();

  /** Events whose last try failed. */
  long deadLettered();

  /** Letters that went back into their lanes. */
  long replayed();

  /** Letters that an operator threw away. */
  long discarded();

  /** Letters lost to damage of the log. */
  long quarantined();

  /** Letters that are there now. */
  long kept();

  /** What came in less what is accounted for: 0 when the queue is at rest. */
  default long imbalance() {
    return recovered() + deadLettered() - replayed() - discarded() - quarantined() - kept();
  }
}
