package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.time.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells the operator that a lane refuses for load: a line when it begins, and one every ten seconds
 * while it goes on. Thread-safe and lock-free.
 */
final class SheddingLog {
  private static final Logger LOGGER = System.getLogger(SheddingLog.class.getName());
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Reading the clock costs as much as refusing, so one of so many refusals does; a power of 2. */
  private static final int READ_CLOCK_EVERY = 8;

  private final String queue;
  private final Priority lane;
  private final TimeSource time;
  private final LongAdder untold = new LongAdder();
  private final AtomicLong toldNanos;

  /** Written by whoever refuses, without a guard: a lost step only moves the next look. */
  private int refusals;

  SheddingLog(String queue, Priority lane, TimeSource time) {
    this.queue = queue;
    this.lane = lane;
    this.time = time;
    toldNanos = new AtomicLong(time.nanoTime() - EVERY_NANOS);
  }

  void refused(Reason reason, long events) {
    untold.add(events);
    if ((refusals++ & (READ_CLOCK_EVERY - 1)) != 0) {
      return;
    }
    long nowNanos = time.nanoTime();
    long told = toldNanos.get();
    if (nowNanos - told >= EVERY_NANOS && toldNanos.compareAndSet(told, nowNanos)) {
      LOGGER.log(
          Level.WARNING,
          "event=refusing-for-load queue={0} lane={1} reason={2} refused={3}",
          queue,
          lane.token(),
          reason.token(),
          Long.toString(untold.sumThenReset()));
    }
  }
}
