package dev.spillway.queue;

import dev.spillway.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A durable log with a lane for each priority, one for what a stop carries over, and one for dead
 * letters. Thread-safe.
 *
 * <p>A store never blocks its callers: appending hands bytes over, and the callback tells later
 * what became of them.
 */
public interface SpillStore extends AutoCloseable {
  /** Tells the store whom to call. Called once, before any other method. */
  void connect(SpillListener listener);

  /** The lane of {@code priority} for events that did not fit in memory or must be durable. */
  SpillLane backlog(Priority priority);

  /**
   * The lane of {@code priority} for what memory held at a stop. It is older than all of {@link
   * #backlog} and is read first; space for it is set apart from what the backlogs may use.
   */
  SpillLane carryOver(Priority priority);

  /** Where events are kept whose last try failed. */
  SpillLetters deadLetters();

  /** The largest record that {@link SpillLane#append} takes, in bytes. */
  int maxRecordBytes();

  /** Figures for people and dashboards. */
  SpillFigures figures();

  /** What keeps the store from accepting, in words for an operator; null while it is healthy. */
  @Nullable String trouble();

  /** Writes and forces what was handed over, records where reading stands, and lets go. */
  @Override
  void close();
}
