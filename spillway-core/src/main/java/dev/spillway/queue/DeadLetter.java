package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.queue.StoredEvent.History;

/**
 * An event whose last try failed. Immutable.
 *
 * @param position where it stands among the letters: an older letter has a smaller one; it stays
 *     the same for the life of the letter, restarts included
 * @param stored the event and what happened to it
 */
public record DeadLetter(long position, StoredEvent stored) {
  private static final History NONE = new History(0, 0, 0, "");

  private History history() {
    History told = stored.history();
    return told == null ? NONE : told;
  }

  public Event event() {
    return stored.event();
  }

  public Priority priority() {
    return stored.event().priority();
  }

  /** How often the sink refused it. */
  public int tries() {
    return history().tries();
  }

  /** How often it was handed to the sink. */
  public int deliveries() {
    return history().deliveries();
  }

  /** The last refusal, in the sink's words. */
  public String reason() {
    return history().reason();
  }

  /** When the event was accepted, in epoch milliseconds. */
  public long acceptedMillis() {
    return stored.acceptedMillis();
  }

  /** When its last try had failed, in epoch milliseconds. */
  public long deadLetteredMillis() {
    return history().notBeforeMillis();
  }
}
