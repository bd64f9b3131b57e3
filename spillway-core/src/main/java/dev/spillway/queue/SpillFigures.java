package dev.spillway.queue;

/** The state of a {@link SpillStore} at one moment. Immutable. */
public interface SpillFigures {
  /** Disk space taken, in bytes, free parts of segments included. */
  long diskBytes();

  /** The bound on {@link #diskBytes}. */
  long diskBoundBytes();

  /** Segment files, spare ones included. */
  int segments();

  /** Blocks written and forced since opening. */
  long blocksForced();

  /** Forces since opening. */
  long forces();

  /** Records lost to damage since opening. */
  long quarantined();

  /** Dead letters kept. */
  long deadLetters();

  /** How the disk does. */
  DiskFigures disk();
}
