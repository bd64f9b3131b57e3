package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.Reason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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
  private final BorrowedPlaces borrowed = new BorrowedPlaces();

  /** Those of its own events, and those that higher lanes have borrowed. */
  private final AtomicInteger places = new AtomicInteger();

  /** Of events that are in memory alone. */
  private final AtomicLong eventBytes = new AtomicLong();

  LaneMemory(Priority lane, Settings settings, MemoryBudget budget) {
    this.capacity = settings.laneEvents().getOrDefault(lane, Integer.MAX_VALUE);
    this.ringLimitBytes = settings.shares().ringLimit(lane);
    this.stagingLimitBytes = settings.shares().stagingLimit(lane);
    this.budget = budget;
  }

  int capacity() {
    return capacity;
  }

  int takenPlaces() {
    return places.get();
  }

  /** How full it is: of its places or of the bytes that it may bring the queue to. */
  double utilization() {
    double ofBytes = (double) budget.usedBytes() / ringLimitBytes;
    double ofPlaces = (double) places.get() / capacity;
    return Math.min(1, Math.max(ofBytes, ofPlaces));
  }

  /** The bytes of its events that are in memory alone. */
  long eventBytes() {
    return eventBytes.get();
  }

  /** Reserves room for one event. */
  boolean reserve(Event event) {
    if (reservePlaces(1) == 0) {
      return false;
    }
    if (reserveBytes(event.weightBytes())) {
      return true;
    }
    places.decrementAndGet();
    return false;
  }

  /** Reserves room for as many events of {@code part} from {@code from} on as fit, in order. */
  int reserve(LanePart part, int from) {
    int granted = reservePlaces(part.count() - from);
    if (granted == 0 || reserveBytes(part.weightBytes(from, from + granted))) {
      return granted;
    }
    int fitting = 0;
    while (fitting < granted && reserveBytes(part.event(from + fitting).weightBytes())) {
      fitting++;
    }
    places.addAndGet(fitting - granted);
    return fitting;
  }

  private int reservePlaces(int wanted) {
    int seen = places.get();
    while (true) {
      int granted = (int) Math.max(0, Math.min(wanted, freePlaces(seen)));
      if (granted == 0) {
        return 0;
      }
      int witness = places.compareAndExchange(seen, seen + granted);
      if (witness == seen) {
        return granted;
      }
      seen = witness;
    }
  }

  private long freePlaces(int taken) {
    return (long) capacity + borrowed.count() - taken;
  }

  private boolean reserveBytes(long bytes) {
    if (!budget.reserve(bytes, ringLimitBytes)) {
      return false;
    }
    eventBytes.addAndGet(bytes);
    return true;
  }

  /** Whether so much is free that a lane which left memory may come back without leaving again. */
  boolean isBelowLowMark() {
    return budget.usedBytes() <= LOW_MARK * ringLimitBytes && places.get() <= LOW_MARK * capacity;
  }

  /** Which bound a failed {@link #reserve} has hit. */
  Reason fullReason() {
    return freePlaces(places.get()) <= 0 ? Reason.LANE_FULL : Reason.MEMORY_FULL;
  }

  /** What is missing for {@code needed}. */
  Room missing(Room needed) {
    long free = Math.max(0, freePlaces(places.get()));
    long overBytes = budget.usedBytes() + needed.bytes() - ringLimitBytes;
    return new Room((int) Math.max(0, needed.places() - free), Math.max(0, overBytes));
  }

  void release(Event event) {
    release(1, event.weightBytes());
  }

  /** Gives back the room of {@code events} events that weigh {@code bytes}. */
  void release(int events, long bytes) {
    returned(events);
    releaseBytes(bytes);
  }

  private void releaseBytes(long bytes) {
    eventBytes.addAndGet(-bytes);
    budget.release(bytes);
  }

  /** Gives back the room of displaced events, but for the places that {@code borrower} needs. */
  void lend(LaneMemory borrower, Room freed, int neededPlaces) {
    int lent = Math.min(freed.places(), neededPlaces);
    releaseBytes(freed.bytes());
    borrower.borrowed.add(this, lent);
    returned(freed.places() - lent);
  }

  /** Takes back places that were lent, or whose event was displaced. */
  void returned(int free) {
    places.addAndGet(-free);
    borrowed.giveBack(free);
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

  /** Places in a lane, and bytes of the queue's memory. */
  record Room(int places, long bytes) {
    boolean isNone() {
      return places == 0 && bytes == 0;
    }

    Room less(Room other) {
      return new Room(Math.max(0, places - other.places), Math.max(0, bytes - other.bytes));
    }
  }
}
