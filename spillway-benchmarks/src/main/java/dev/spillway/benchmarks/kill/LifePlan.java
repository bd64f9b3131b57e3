package dev.spillway.benchmarks.kill;

import dev.spillway.queue.DiskMode;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What is to happen in one life.
 *
 * @param life its number, from 1
 * @param seed of what the child draws
 * @param workNanos how long it works until it is killed or told to stop
 * @param fuseNanos how long after it begins to open or to stop it is killed, if it is killed then
 */
record LifePlan(int life, long seed, DiskMode mode, Ending ending, long workNanos, long fuseNanos) {
  private static final int IN_RECOVERY_PERCENT = 15;
  private static final int IN_SHUTDOWN_PERCENT = 15;
  private static final int STOPPED_PERCENT = 10;
  private static final int LONG_PERCENT = 4;
  private static final long MOST_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  /** Long enough that the log has written down where it stands, and more was settled behind it. */
  private static final long MOST_LONG_WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(4_500);

  private static final long MOST_FUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

  static LifePlan draw(int life, SplittableRandom random) {
    boolean lasts = random.nextInt(100) < LONG_PERCENT;
    return new LifePlan(
        life,
        random.nextLong(),
        random.nextBoolean() ? DiskMode.WRITE_AHEAD : DiskMode.OVERFLOW,
        ending(random.nextInt(100)),
        random.nextLong(lasts ? MOST_LONG_WORK_NANOS : MOST_WORK_NANOS),
        random.nextLong(MOST_FUSE_NANOS));
  }

  private static Ending ending(int percent) {
    int left = percent - IN_RECOVERY_PERCENT;
    if (left < 0) {
      return Ending.KILLED_IN_RECOVERY;
    }
    left -= IN_SHUTDOWN_PERCENT;
    if (left < 0) {
      return Ending.KILLED_IN_SHUTDOWN;
    }
    return left < STOPPED_PERCENT ? Ending.STOPPED : Ending.KILLED_AT_WORK;
  }

  static LifePlan drain(int life, SplittableRandom random) {
    return new LifePlan(life, random.nextLong(), DiskMode.OVERFLOW, Ending.DRAINED, 0, 0);
  }
}
