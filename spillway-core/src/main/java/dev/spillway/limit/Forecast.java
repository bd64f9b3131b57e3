package dev.spillway.limit;

/**
 * What would be refused if a limit were enforced that is only watched: nobody waits then, so the
 * queue that there would be is reckoned with. Guarded by the limiter's lock.
 *
 * <p>Work is taken for a fluid that as many slots as there are drain, the highest class first; a
 * request whose class would have to wait for too long would have been refused, and any other adds
 * to it. How long work takes is looked at while no more of it is done than there are slots: beyond,
 * a service may queue inside, which it would not behind the limit.
 */
final class Forecast {
  private static final double SMOOTHING = 1.0 / 64;

  /** By class, the slot time that would have to be done before one of a lower class. */
  private final double[] backlogNanos;

  private long lastNanos;

  /** How long work takes that is not hindered by too much of it; 0 before that was seen. */
  private double calmNanos;

  Forecast(int ranks, long nowNanos) {
    backlogNanos = new double[ranks];
    lastNanos = nowNanos;
  }

  /** Work took so long while no more was done than there are slots. */
  void completed(double tookNanos) {
    calmNanos += (tookNanos - calmNanos) * (calmNanos == 0 ? 1 : SMOOTHING);
  }

  /** Whether a request that has come would be refused; it counts as work if not. */
  boolean wouldRefuse(Waiter waiter, Capacity capacity, long nowNanos) {
    drain(nowNanos, capacity.slots());
    double mean = calmNanos > 0 ? calmNanos : capacity.meanNanos();
    double before = 0;
    for (int rank = 0; rank <= waiter.rank; rank++) {
      before += backlogNanos[rank];
    }
    double wait = before / capacity.slots() - mean / 2; // of what is in the slots half is done
    double longest = Partition.timeOf(waiter, nowNanos) - capacity.service().shape().most() * mean;
    boolean refused = wait > Math.max(0, longest);
    if (!refused) {
      backlogNanos[waiter.rank] += mean;
    }
    return refused;
  }

  private void drain(long nowNanos, int slots) {
    double left = (double) Math.max(0, nowNanos - lastNanos) * slots;
    lastNanos = nowNanos;
    for (int rank = 0; rank < backlogNanos.length; rank++) {
      double drained = Math.min(left, backlogNanos[rank]);
      backlogNanos[rank] -= drained;
      left -= drained;
    }
  }
}
