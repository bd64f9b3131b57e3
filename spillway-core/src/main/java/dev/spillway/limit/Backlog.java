package dev.spillway.limit;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Tells a burst from a queue that stands, and how long a new request may have to wait. Guarded by
 * the partition's lock.
 *
 * <p>A burst may use all of the time there is. Once the wait was not short for as long as it takes
 * to see that it stands, requests are held for only a part of their time: the rest covers what
 * nobody foresees, and a longer queue would do no more work.
 */
final class Backlog {
  /** No burst is judged sooner, so that one that a deadline could take is taken. */
  private static final long LEAST_STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A burst that fits a deadline is over after it; three rule out two bursts in a row. */
  private static final double STANDING_TIMES = 3;

  /** Of the time that a request has, a wait that leaves all choices open. */
  private static final double SHORT_SHARE = 0.05;

  /** More than this for each that is started is overload; less can be chance at full load. */
  private static final double OVERLOAD = 1.15;

  /** Fewer starts say nothing about overload. */
  private static final int ENOUGH = 32;

  /** Of its time, what a request may find waiting of its own class; the rest covers chance. */
  private static final double HELD_SHARE = 0.85;

  /** If all work went on with tasks, so much of that would be left for what follows. */
  private static final double TASKS = 0.45;

  /** A class that hardly ever gets a slot may still hold so much. */
  private static final double LEAST_OF_CLASS = 0.05;

  /** So many waiting keep a server busy until the next arrival. */
  static final double KEEP_BUSY = 3;

  /** Remembers about as many starts as a second brings to a busy service. */
  private static final double SMOOTHING = 1.0 / 128;

  /** Of all starts, the share of those that go before first calls, and any call, of a class. */
  private final double[] beforeFirst;

  /** Whether starts of lower classes go before those of a class, too. */
  private final boolean weighted;

  /** Of all starts, the share of those that go on with a task. */
  private double continuing;

  /** When who waits before or in a class was last few, by rank. */
  private final long[] shortAtNanos;

  private final boolean[] standing;

  /** Since then, by rank: those of it and higher classes that came and that were started. */
  private final double[] arrivals;

  private final double[] starts;

  /** A backlog of so many classes, which either go one after the other or share by weight. */
  Backlog(int ranks, boolean weighted, long nowNanos) {
    this.weighted = weighted;
    beforeFirst = new double[ranks];
    shortAtNanos = new long[ranks];
    standing = new boolean[ranks];
    arrivals = new double[ranks];
    starts = new double[ranks];
    Arrays.fill(shortAtNanos, nowNanos);
  }

  /** Counts one that came; who goes on with a task is no new demand. */
  void arrived(int rank, boolean continuing) {
    for (int other = rank; other < arrivals.length && !continuing; other++) {
      arrivals[other]++;
    }
  }

  /** Looks at how long those of {@code rank} and higher wait. */
  void look(long nowNanos, int rank, double waitNanos, double timeNanos) {
    if (waitNanos >= SHORT_SHARE * timeNanos * Math.max(LEAST_OF_CLASS, 1 - beforeFirst[rank])) {
      if (!standing[rank]
          && nowNanos - shortAtNanos[rank]
              > Math.max(LEAST_STANDING_NANOS, STANDING_TIMES * timeNanos)) {
        standing[rank] = arrivals[rank] > OVERLOAD * starts[rank];
      }
    } else if (!standing[rank] || starts[rank] >= ENOUGH) {
      standing[rank] &= arrivals[rank] > OVERLOAD * starts[rank];
      shortAtNanos[rank] = nowNanos;
      arrivals[rank] = 0;
      starts[rank] = 0;
    }
  }

  /** A slot is idle and nobody waits for it, so there is no more than can be done. */
  void idle(long nowNanos) {
    Arrays.fill(standing, false);
    Arrays.fill(shortAtNanos, nowNanos);
    Arrays.fill(arrivals, 0);
    Arrays.fill(starts, 0);
  }

  void started(int rank, boolean continuing) {
    for (int other = rank; other < starts.length && !continuing; other++) {
      starts[other]++;
    }
    this.continuing += ((continuing ? 1 : 0) - this.continuing) * SMOOTHING;
    for (int other = 0; other < beforeFirst.length; other++) {
      boolean before = goesBefore(rank, other) || (rank == other && continuing);
      beforeFirst[other] += ((before ? 1 : 0) - beforeFirst[other]) * SMOOTHING;
    }
  }

  private boolean goesBefore(int rank, int other) {
    return weighted ? rank != other : rank < other;
  }

  boolean stands(int rank) {
    return standing[rank];
  }

  /** How long a request with so much time may wait while no queue stands. */
  double budgetNanos(long nowNanos, int rank, double timeNanos, ServiceEstimate service) {
    ServiceShape shape = service.shape();
    return timeNanos - (isFresh(nowNanos, rank) ? shape.usual() : shape.most()) * service.nanos();
  }

  /** Whether so few waited a moment ago that this may be an ordinary burst. */
  boolean isFresh(long nowNanos, int rank) {
    return nowNanos - shortAtNanos[rank] <= LEAST_STANDING_NANOS;
  }

  /** How long it may wait once the queue stands. */
  double heldBudgetNanos(double timeNanos, ServiceEstimate service) {
    return timeNanos - service.shape().rare() * service.nanos();
  }

  /** How much work of its own class it may find waiting once the queue stands. */
  double heldNanos(int rank, double timeNanos, double perSlotNanos) {
    double share = HELD_SHARE * (1 - TASKS * continuing);
    double held = share * timeNanos * Math.max(LEAST_OF_CLASS, 1 - beforeFirst[rank]);
    return Math.max(held, KEEP_BUSY * perSlotNanos);
  }
}
