package dev.spillway.server.ingest;

import dev.spillway.time.TimeSource;

/** Names events that came without an id. Thread-safe. */
@FunctionalInterface
public interface IdSource {
  /** An id that this source has not given before. */
  String next();

  /**
   * Ids of 26 characters that sort by the time of their making, and within this source by their
   * order.
   *
   * @param seed tells this source from those of other processes; draw it at random in production
   */
  static IdSource sortable(TimeSource time, long seed) {
    return new SortableIds(time, seed);
  }
}
