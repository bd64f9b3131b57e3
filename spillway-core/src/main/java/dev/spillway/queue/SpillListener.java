package dev.spillway.queue;

/** What a {@link SpillStore} tells its queue. Called from the store's threads; must not block. */
public interface SpillListener {
  /** Some lane may have become readable. */
  void onReadable();

  /** The store no longer holds {@code bytes} of the records that were appended. */
  void onMemoryReleased(long bytes);
}
