package dev.spillway.benchmarks.log;

import dev.spillway.benchmarks.Amount;
import dev.spillway.benchmarks.Spread;
import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.time.TimeSource;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long a durable receipt takes at half of the rate that the log has just managed. A time begins
 * when the group was to be handed over, whether or not something held that up.
 *
 * @param group what is handed over
 * @param fullTilt how the rate is found
 * @param paced how often at half of it
 */
record ReceiptTimes(Group group, Amount fullTilt, Amount paced) {
  private static final int EVENT_BYTES = 420;
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Measures for a small group, and for one that fills a block. */
  static void print(Path parent, int rounds, PrintStream out) throws Exception {
    for (Group group : List.of(Group.of(100, EVENT_BYTES), Group.full(EVENT_BYTES))) {
      new ReceiptTimes(group, Amount.seconds(1), Amount.seconds(5))
          .printRounds(parent, rounds, out);
    }
  }

  private void printRounds(Path parent, int rounds, PrintStream out) throws Exception {
    List<Round> all = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      Round one = round(parent);
      if (round > 0) { // the first warms up
        all.add(one);
      }
    }
    out.printf(
        Locale.ROOT,
        "  %d events of %d bytes at a time, %s events/s%n",
        group.count(),
        EVENT_BYTES,
        spread(all, Round::perSecond, "%,.0f"));
    out.println("    p50, ms: " + spread(all, one -> one.millis(50), "%.2f"));
    out.println("    p99, ms: " + spread(all, one -> one.millis(99), "%.2f"));
    out.println("    max, ms: " + spread(all, one -> one.millis(100), "%.2f"));
  }

  private static String spread(List<Round> all, ToDoubleFunction<Round> figure, String format) {
    return Spread.of(all.stream().map(figure::applyAsDouble).toList()).text(format);
  }

  /** Finds the rate, then the times. */
  Round round(Path parent) throws Exception {
    double most = new GroupWork(group, fullTilt, 1).perSecond(parent, SpilledGroups::new);
    long intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) * group.count() / (most / 2));
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent, "receipts");
        GroupLog log = new SpilledGroups(directory.path())) {
      Histogram nanos = new ConcurrentHistogram(DIGITS);
      GroupWork.appendOne(group, log); // for which a file is made
      pace(log, intervalNanos, nanos);
      return new Round(most / 2, nanos);
    }
  }

  private void pace(GroupLog log, long intervalNanos, Histogram nanos) throws Exception {
    TimeSource time = TimeSource.system();
    Semaphore answered = new Semaphore(0);
    Amount.Turn turn = paced.begin();
    long dueNanos = time.nanoTime();
    while (turn.another()) {
      long earlyNanos = dueNanos - time.nanoTime();
      while (earlyNanos > 0) {
        LockSupport.parkNanos(earlyNanos);
        earlyNanos = dueNanos - time.nanoTime();
      }
      long begunNanos = dueNanos;
      log.append(
          group,
          () -> {
            nanos.recordValue(time.nanoTime() - begunNanos);
            answered.release();
          });
      dueNanos += intervalNanos;
    }
    answered.acquire(turn.pieces());
    log.finish();
  }

  /**
   * What came of it.
   *
   * @param perSecond events handed over
   * @param nanos until the receipts
   */
  record Round(double perSecond, Histogram nanos) {
    double millis(double percentile) {
      return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
  }
}
