package dev.spillway.queue;

import org.jspecify.annotations.Nullable;

/**
 * How the disk under a {@link SpillStore} does, at one moment. Immutable.
 *
 * @param state the worst that holds
 * @param sinceMillis when it was entered, in milliseconds of the epoch
 * @param cause what was seen, with its bound, in words; null while it is healthy
 * @param freeBytes what the file system has free, as it was seen last; {@link #UNKNOWN} where
 *     nobody can tell
 * @param keepFreeBytes what the store leaves free on it
 * @param oversized whether the store's bound is more than the file system has beside that
 */
public record DiskFigures(
    DiskState state,
    long sinceMillis,
    @Nullable String cause,
    long freeBytes,
    long keepFreeBytes,
    boolean oversized) {
  /** Of bytes: nobody can tell. */
  public static final long UNKNOWN = -1;

  /** Of a store that has nothing to tell of its disk. */
  public static final DiskFigures HEALTHY =
      new DiskFigures(DiskState.HEALTHY, 0, null, UNKNOWN, 0, false);

  /** What to do, for a person. */
  public String advice() {
    boolean room = state == DiskState.LOW || state == DiskState.FULL;
    return room && oversized
        ? "lower disk.max-bytes (and memory-bytes with it), which is more than the disk has (a segment"
            + " is a sixteenth of it), or make room on it"
        : state.advice();
  }

  /** State, cause and what to do, in words; null while it is healthy. */
  public @Nullable String words() {
    return state == DiskState.HEALTHY
        ? null
        : "the disk is " + state.token() + ": " + cause + "; " + advice();
  }
}
