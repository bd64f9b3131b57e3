package dev.spillway.queue;

import dev.spillway.Priority;
import dev.spillway.internal.Nanos;
import dev.spillway.queue.Account.Entry;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Events of one lane that one consumer is to deliver and settle: each exactly once, as delivered,
 * expired, retried or dead-lettered. The lane hands out its next batch when the last event is
 * settled.
 *
 * <p>Not thread-safe: one thread at a time. Settling an event twice throws {@link
 * IllegalStateException}; an index that the batch does not have throws {@link
 * IndexOutOfBoundsException} and changes nothing.
 *
 * <pre>{@code
 * Batch batch = queue.take(Priority.BULK, 1_000, 1 << 20, Duration.ofSeconds(1));
 * if (batch != null) {
 *   write(batch.view(0, batch.size()));
 *   batch.delivered();
 * }
 * }</pre>
 */
public final class Batch {
  private final Lane lane;
  private final BatchItems items;
  private final long polledNanos;
  private final BitSet settled = new BitSet(0);
  private int unsettled;
  private boolean started;

  /** Deliveries of each event in this batch; null while all events have had the same number. */
  private int @Nullable [] starts;

  Batch(Lane lane, BatchItems items) {
    this.lane = lane;
    this.items = items;
    unsettled = items.size();
    polledNanos = lane.time().nanoTime();
  }

  /** The name of the queue. */
  public String queue() {
    return lane.queue();
  }

  /** The lane that all events come from. */
  public Priority priority() {
    return lane.priority();
  }

  public int size() {
    return items.size();
  }

  public Event event(int index) {
    return items.event(index);
  }

  /** Which delivery of the event this is, from 1. */
  public int attempt(int index) {
    return Math.max(1, deliveries(index));
  }

  /** How often the event has been refused by its sink. */
  public int tries(int index) {
    return items.tries(index);
  }

  /** Whether the event was accepted under a durable receipt. */
  public boolean durable(int index) {
    return items.durable(index);
  }

  /** The time from the event's acceptance to the start of this batch, in nanoseconds. */
  public long waitNanos(int index) {
    return Math.max(0, polledNanos - items.acceptedNanos(index));
  }

  /** The events from {@code from} to before {@code to} that are not settled. */
  public BatchView view(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    int firstSettled = settled.nextSetBit(from);
    if (firstSettled < 0 || firstSettled >= to) {
      return new BatchView(this, from, to - from, null);
    }
    int[] places = IntStream.range(from, to).filter(index -> !settled.get(index)).toArray();
    return new BatchView(this, from, places.length, places);
  }

  /**
   * Tells that the events from {@code from} to before {@code to} that are not settled are handed to
   * their sink now.
   */
  public void started(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    if (!started && from == 0 && to == size()) {
      started = true;
    } else {
      countStarts(from, to);
    }
    int again = 0;
    for (int index = from; index < to; index++) {
      again += deliveries(index) > 1 && !settled.get(index) ? 1 : 0;
    }
    int redelivered = again;
    if (redelivered > 0) {
      locked(() -> lane.count(Entry.REDELIVERED, redelivered));
    }
  }

  private void countStarts(int from, int to) {
    if (starts == null) {
      starts = new int[size()];
      Arrays.fill(starts, started ? 1 : 0);
      started = true;
    }
    for (int index = from; index < to; index++) {
      starts[index]++;
    }
  }

  int deliveries(int index) {
    int here = starts == null ? (started ? 1 : 0) : starts[index];
    return items.deliveries(index) + here;
  }

  /** Settles all events that are not settled yet as delivered. */
  public void delivered() {
    locked(
        () -> {
          if (ringSize() == unsettled) {
            lane.settlement().allDelivered(this);
          } else {
            for (int index = settled.nextClearBit(0);
                index < size();
                index = settled.nextClearBit(index + 1)) {
              lane.settlement().delivered(this, index);
            }
          }
          settled.set(0, size());
          unsettled = 0;
        });
  }

  /** Settles one event as delivered. */
  public void delivered(int index) {
    settle(index, () -> lane.settlement().delivered(this, index));
  }

  /**
   * Settles as expired the events from {@code from} to before {@code to} that are not settled and
   * whose deadline has passed, and returns whether any event of that range is left. A batch that
   * waits for its sink is asked before it is handed over.
   */
  public boolean expire(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    long nowMillis = lane.time().epochMillis();
    boolean left = false;
    for (int index = settled.nextClearBit(from);
        index < to;
        index = settled.nextClearBit(index + 1)) {
      if (event(index).isExpiredAt(nowMillis)) {
        int expired = index;
        settle(index, () -> lane.settlement().expired(this, expired));
      } else {
        left = true;
      }
    }
    return left;
  }

  /** Spends a try of one event, which comes back after {@code delay}. */
  public void retry(int index, Duration delay, String reason) {
    settle(index, () -> lane.settlement().retry(this, index, Nanos.of(delay), reason));
  }

  /** Spends the last try of one event, which becomes a dead letter. */
  public void deadLetter(int index, String reason) {
    settle(index, () -> lane.settlement().deadLetter(this, index, reason));
  }

  /** Gives all events back that are not settled yet, to be taken again at once, no try spent. */
  public void release() {
    locked(
        () -> {
          for (int index = settled.nextClearBit(0), place = 0;
              index < size();
              index = settled.nextClearBit(index + 1), place++) {
            lane.settlement().shelve(this, index, place - (long) size());
          }
          settled.set(0, size());
          unsettled = 0;
        });
  }

  private void settle(int index, Runnable settlement) {
    Objects.checkIndex(index, size());
    locked(
        () -> {
          if (settled.get(index)) {
            throw new IllegalStateException("event is already settled: " + event(index));
          }
          settlement.run();
          settled.set(index);
          unsettled--;
        });
  }

  private void locked(Runnable settlement) {
    if (unsettled == 0) {
      throw new IllegalStateException("batch is already settled: lane=" + priority().token());
    }
    ReentrantLock lock = lane.lock();
    lock.lock();
    try {
      settlement.run();
      if (unsettled == 0) {
        lane.delivery().finish(this);
      }
    } finally {
      lock.unlock();
    }
    if (unsettled == 0) {
      lane.availability().signal();
    }
  }

  /** The event at {@code index} as it is held outside a ring; null if it stands in the ring. */
  @Nullable Held held(int index) {
    return items instanceof HeldSlice slice ? slice.held().get(index) : null;
  }

  long acceptedNanos(int index) {
    return items.acceptedNanos(index);
  }

  /** How many places of the ring this batch takes. */
  int ringSize() {
    return items instanceof RingSlice ? items.size() : 0;
  }
}
