package dev.spillway.queue;

import dev.spillway.queue.Account.Entry;
import java.util.concurrent.TimeUnit;

/**
 * Lets waiting events of a lane go whose deadline has passed, so that they take nobody's room while
 * the sink is away. Done by an arrival that finds no room and gets the lane without waiting; a lane
 * that never saw a deadline costs it nothing. Thread-safe.
 */
final class LaneTidying {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Lane lane;
  private volatile boolean needed;

  /** Guarded by the lane's lock. */
  private long doneNanos;

  LaneTidying(Lane lane) {
    this.lane = lane;
    doneNanos = lane.time().nanoTime() - EVERY_NANOS;
  }

  /** Tells of an event that waits in memory. */
  void added(Event event) {
    if (event.deadlineMillis() != Event.NO_DEADLINE && !needed) {
      needed = true;
    }
  }

  /** Returns whether it is worth looking for room again. */
  boolean tidy() {
    if (!needed || !lane.lock().tryLock()) {
      return false;
    }
    try {
      long nowNanos = lane.time().nanoTime();
      if (nowNanos - doneNanos < EVERY_NANOS) {
        return false;
      }
      doneNanos = nowNanos;
      long nowMillis = lane.time().epochMillis();
      int before = lane.ring().size() + lane.tail().size();
      lane.ring().removeExpired(lane.delivery().inDelivery(), nowMillis, this::expired);
      lane.tail().removeExpired(0, nowMillis, this::expired);
      return lane.ring().size() + lane.tail().size() < before;
    } finally {
      lane.lock().unlock();
    }
  }

  private void expired(Event event) {
    lane.release(event);
    lane.count(Entry.EXPIRED, 1);
  }
}
