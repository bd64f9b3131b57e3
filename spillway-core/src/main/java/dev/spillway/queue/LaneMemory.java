package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Reason;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The places and bytes that one lane has taken in memory. Thread-safe and lock-free: room is
 * reserved before the lane's lock is taken, so that what finds none never touches the lane.
 */
final class LaneMemory {
  private static final double LOW_MARK = 0.7;

  private final int capacity;
  private final long ringLimitBytes;
  private final long stagingLimitBytes;
  private final MemoryBudget budget;
  private final AtomicInteger places = new AtomicInteger();

  LaneMemory(Priority lane, Settings settings, MemoryBudget budget) {
    this.capacity = settings.laneEvents().getOrDefault(lane, Integer.MAX_VALUE);
    this.ringLimitBytes = settings.shares().ringLimit(lane);
    this.stagingLimitBytes = settings.shares().stagingLimit(lane);
    this.budget = budget;
  }

  int capacity() {
    return capacity;
  }

  /** Reserves room for as many events of {@code part} from {@code from} on as fit, in order. */
  int reserve(LanePart part, int from) {
    int granted = reservePlaces(part.count() - from);
    long bytes = 0;
    for (int position = from; position < from + granted; position++) {
      bytes += part.event(position).weightBytes();
    }
    if (budget.reserve(bytes, ringLimitBytes)) {
      return granted;
    }
    int fitting = 0;
    while (fitting < granted
        && budget.reserve(part.event(from + fitting).weightBytes(), ringLimitBytes)) {
      fitting++;
    }
    places.addAndGet(fitting - granted);
    return fitting;
  }

  private int reservePlaces(int wanted) {
    int seen = places.get();
    while (true) {
      int granted = Math.max(0, Math.min(wanted, capacity - seen));
      int witness = places.compareAndExchange(seen, seen + granted);
      if (witness == seen) {
        return granted;
      }
      seen = witness;
    }
  }

  /** Whether so much is free that a lane which left memory may come back without leaving again. */
  boolean isBelowLowMark() {
    return budget.usedBytes() <= LOW_MARK * ringLimitBytes && places.get() <= LOW_MARK * capacity;
  }

  /** Which bound a failed {@link #reserve} has hit. */
  Reason fullReason() {
    return places.get() >= capacity ? Reason.LANE_FULL : Reason.MEMORY_FULL;
  }

  void release(Event event) {
    places.decrementAndGet();
    budget.release(event.weightBytes());
  }

  /** Gives back the room of {@code events} events that weigh {@code bytes}. */
  void release(int events, long bytes) {
    places.addAndGet(-events);
    budget.release(bytes);
  }

  /** Reserves room for records on their way into the log. */
  boolean reserveStaging(int bytes) {
    return budget.reserve(bytes, stagingLimitBytes);
  }

  /** Charges records that must go into the log whatever else is there. */
  void chargeStaging(int bytes) {
    budget.reserve(bytes, Long.MAX_VALUE);
  }

  void releaseStaging(int bytes) {
    budget.release(bytes);
  }
}
