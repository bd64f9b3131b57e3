package dev.spillway.spill;

import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a disk: the marks that its free space has passed, a fault, and how long forces
 * take. They come and go independently; the worst is its state. Not thread-safe.
 */
final class DiskCondition {
  private final String directory;
  private final DiskLimits limits;
  private final long segmentBytes;
  private final long diskBytes;
  private final ForceTimes forces;
  private DiskSpace space = DiskSpace.UNKNOWN;
  private DiskMarks marks = DiskMarks.FREE;
  private String spaceCause = "";
  private @Nullable DiskState fault;
  private String faultCause = "";

  DiskCondition(String directory, SpillConfig config) {
    this.directory = directory;
    limits = config.disk();
    segmentBytes = config.segmentBytes();
    diskBytes = config.diskBytes();
    forces = new ForceTimes(limits.slowForceNanos());
  }

  DiskState state() {
    if (fault != null) {
      return fault;
    }
    return marks.state() == DiskState.HEALTHY && forces.isSlow() ? DiskState.SLOW : marks.state();
  }

  private @Nullable String cause() {
    return switch (state()) {
      case HEALTHY -> null;
      case SLOW ->
          String.format(
              Locale.ROOT,
              "forces in %s take %,d ms or more",
              directory,
              limits.slowForceNanos() / 1_000_000);
      case LOW, FULL -> spaceCause;
      case READ_ONLY, FAILING -> faultCause;
    };
  }

  DiskFigures figures(long sinceMillis) {
    return new DiskFigures(
        state(),
        sinceMillis,
        cause(),
        space.freeBytes(),
        limits.keepFreeBytes(space),
        isOversized());
  }

  private boolean isOversized() {
    return space.isKnown() && diskBytes > space.totalBytes() - limits.keepFreeBytes(space);
  }

  boolean isFaulty() {
    return fault != null;
  }

  boolean isFull() {
    return marks.state() == DiskState.FULL;
  }

  /** How many lanes, from the highest on, have not reached their step. */
  int lanes() {
    return marks.lanes();
  }

  ForceTimes forces() {
    return forces;
  }

  /**
   * The file system was looked at.
   *
   * @param fits whether a full disk may count as one with room again
   */
  void seen(DiskSpace now, boolean fits) {
    space = now;
    if (!now.isKnown()) {
      marks = isFull() && !fits ? marks : DiskMarks.FREE;
      return;
    }
    long keepFree = limits.keepFreeBytes(now);
    DiskMarks next = marks.next(now.freeBytes() - segmentBytes, keepFree);
    if (isFull() && next.state() != DiskState.FULL && !fits) {
      return;
    }
    marks = next;
    spaceCause =
        String.format(
            Locale.ROOT,
            "%,d bytes are free for %s; a segment takes %,d and %,d are kept free",
            now.freeBytes(),
            directory,
            segmentBytes,
            keepFree);
  }

  /** Whether the file system has room for a segment again, or does not say. */
  boolean hasRoomAgain(DiskSpace now) {
    long keepFree = limits.keepFreeBytes(now);
    return !now.isKnown()
        || marks.next(now.freeBytes() - segmentBytes, keepFree).state() != DiskState.FULL;
  }

  /** A write, a force or the making of a file failed. */
  void failed(Throwable failure, String what, DiskSpace now) {
    space = now;
    DiskState kind = DiskFault.of(failure, now);
    String cause = what + " in " + directory + ": " + failure;
    if (kind == DiskState.FULL) {
      if (!isFull()) {
        spaceCause = cause;
      }
      marks = marks.full();
    } else {
      if (kind != fault) {
        faultCause = cause;
      }
      fault = kind;
    }
  }

  /** Writing works. */
  void works() {
    fault = null;
  }
}
