package dev.spillway.queue;

import dev.spillway.internal.Histogram;
import dev.spillway.queue.Account.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a lane's events out: one batch at a time, retries that are due first, then ring, log
 * and tail. Guarded by the lane's lock.
 */
final class LaneDelivery {
  private final Lane lane;
  private final @Nullable LogReader reader;
  private final RetryShelf shelf;
  private final Histogram waits = new Histogram();

  private @Nullable Batch out;

  /** How many events of the batch that is out still stand in the ring though they are settled. */
  private int settledInRing;

  /** Unsettled events of the batch that is out that stand neither in the ring nor in the log. */
  private int outFromShelf;

  /** Events without a log that are on their way into one. */
  private int inTransit;

  LaneDelivery(Lane lane, @Nullable SpillStore store) {
    this.lane = lane;
    shelf = new RetryShelf(lane.maxBatchBytes());
    if (store == null) {
      reader = null;
    } else {
      SpillLane carriedOver = store.carryOver(lane.priority());
      SpillLane backlog = store.backlog(lane.priority());
      reader = new LogReader(carriedOver, backlog, lane.time());
      lane.count(Entry.RECOVERED, carriedOver.recovered() + backlog.recovered());
    }
  }

  Histogram waits() {
    return waits;
  }

  int retrying() {
    return shelf.size();
  }

  /** Events in the log that are not settled. */
  long held() {
    return reader == null ? 0 : reader.held();
  }

  long inMemoryBesideRing() {
    return (long) shelf.inMemory() + outFromShelf + inTransit - settledInRing;
  }

  boolean isCaughtUp() {
    return reader == null || reader.isCaughtUp();
  }

  boolean isOut() {
    return out != null;
  }

  /** Whether {@link #poll} would find something, now or as soon as it is loaded from disk. */
  boolean isWaiting() {
    return waitingInRing() > 0
        || shelf.hasDue(lane.time().nanoTime())
        || (reader != null && reader.hasReadable() && !shelf.isFull())
        || (lane.tail().size() > 0 && isCaughtUp());
  }

  /** How many of the ring's oldest events are in delivery. */
  int inDelivery() {
    return out == null ? 0 : out.ringSize();
  }

  /** Events of the ring that are not in delivery. */
  int waitingInRing() {
    return lane.ring().size() - inDelivery();
  }

  /** What the events of the ring weigh that are not in delivery. */
  long waitingInRingBytes() {
    long bytes = lane.ring().weightBytes();
    for (int index = 0; index < inDelivery(); index++) {
      bytes -= lane.ring().get(index).weightBytes();
    }
    return bytes;
  }

  long untilNextRetryNanos(long polledNanos) {
    return shelf.hasDue(polledNanos)
        ? Long.MAX_VALUE
        : shelf.untilNextNanos(lane.time().nanoTime());
  }

  /** Takes the next batch; null when one is out already or nothing is ready. */
  @Nullable Batch poll(int maxEvents, int maxBytes) {
    if (out != null) {
      return null;
    }
    BatchItems items = ready(maxEvents, maxBytes);
    collectLogCounts();
    if (items == null) {
      return null;
    }
    out = new Batch(lane, items);
    recordWaits(out, items);
    return out;
  }

  private @Nullable BatchItems ready(int maxEvents, int maxBytes) {
    BatchItems items = dueRetries(maxEvents, maxBytes);
    if (items == null) {
      items = ringItems(maxEvents, maxBytes);
    }
    if (items == null && reader != null) {
      items = logItems(reader, maxEvents, maxBytes);
    }
    if (items == null && lane.inDiskMode()) {
      lane.leaveDiskModeIfCaughtUp();
      items = ringItems(maxEvents, maxBytes);
    }
    return items;
  }

  private @Nullable BatchItems dueRetries(int maxEvents, int maxBytes) {
    if (shelf.size() == 0) {
      return null;
    }
    long nowNanos = lane.time().nanoTime();
    List<Held> due = new ArrayList<>();
    long bytes = 0;
    while (due.size() < maxEvents && bytes < maxBytes) {
      Held held = shelf.takeDue(nowNanos);
      if (held == null) {
        break;
      }
      if (!expire(held)) {
        due.add(held);
        outFromShelf += held.origin() == null ? 1 : 0;
        bytes += held.event().payloadLength();
      }
    }
    return due.isEmpty() ? null : new HeldSlice(due);
  }

  private @Nullable BatchItems ringItems(int maxEvents, int maxBytes) {
    EventRing ring = lane.ring();
    if (ring.size() == 0) {
      return null;
    }
    long nowMillis = lane.time().epochMillis();
    while (ring.size() > 0 && ring.get(0).isExpiredAt(nowMillis)) {
      lane.release(ring.get(0));
      lane.count(Entry.EXPIRED, 1);
      ring.drop(1);
    }
    int count = 0;
    long bytes = 0;
    while (count < Math.min(maxEvents, ring.size())) {
      Event event = ring.get(count);
      bytes += event.payloadLength();
      if (event.isExpiredAt(nowMillis) || (count > 0 && bytes > maxBytes)) {
        break;
      }
      count++;
    }
    return count == 0 ? null : ring.oldest(count);
  }

  private @Nullable BatchItems logItems(LogReader from, int maxEvents, int maxBytes) {
    List<Held> items = new ArrayList<>();
    long bytes = 0;
    while (items.size() < maxEvents
        && !shelf.isFull()
        && (items.isEmpty() || bytes + from.nextBytes() <= maxBytes)) {
      Held held = from.next();
      if (held == null) {
        break;
      }
      // looked at after it was read: what was never tried is due since then
      if (held.dueNanos() - lane.time().nanoTime() > 0) {
        shelf.add(held);
      } else if (!expire(held)) {
        items.add(held);
        bytes += held.event().payloadLength();
      }
    }
    return items.isEmpty() ? null : new HeldSlice(items);
  }

  private boolean expire(Held held) {
    if (!held.event().isExpiredAt(lane.time().epochMillis())) {
      return false;
    }
    lane.count(Entry.EXPIRED, 1);
    letGo(held);
    return true;
  }

  private void recordWaits(Batch batch, BatchItems items) {
    int alike = 0; // events of one offer have waited equally long
    long waitedNanos = 0;
    for (int index = 0; index < items.size(); index++) {
      if (items.deliveries(index) > 0) {
        continue;
      }
      long nanos = batch.waitNanos(index);
      if (alike > 0 && nanos != waitedNanos) {
        waits.record(waitedNanos, alike);
        alike = 0;
      }
      waitedNanos = nanos;
      alike++;
    }
    if (alike > 0) {
      waits.record(waitedNanos, alike);
    }
  }

  /** Moves what the reader has counted into the lane's account. */
  void collectLogCounts() {
    if (reader != null) {
      lane.count(Entry.SPILLED, reader.takeReadBack());
      lane.count(Entry.QUARANTINED, reader.takeQuarantined());
    }
  }

  /** Ends the batch that is out, all of whose events are settled. */
  void finish(Batch batch) {
    if (out != batch) {
      throw new IllegalStateException("batch is not out: lane=" + lane.priority());
    }
    lane.ring().drop(batch.ringSize());
    settledInRing = 0;
    out = null;
  }

  /** Takes back what a consumer still has out; settling it later throws. */
  void releaseOut() {
    if (out != null) {
      out.release();
    }
  }

  /** Tells that {@code count} events of the batch that is out are settled, in their ring. */
  void settledInRing(int count) {
    settledInRing += count;
  }

  /** Tells that an event of the batch that is out is settled, if it came from the shelf alone. */
  void settledFromShelf(Held held) {
    outFromShelf -= held.origin() == null ? 1 : 0;
  }

  /** Tells that {@code count} events without a log are on their way into one, or no longer. */
  void inTransit(int count) {
    inTransit += count;
  }

  void shelve(Held held) {
    shelf.add(held);
  }

  /** Takes the waiting events that no log holds. */
  List<Held> takeRetriesInMemory() {
    return shelf.takeInMemory();
  }

  /** Gives back what a settled event took. */
  void letGo(Held held) {
    LogBlock origin = held.origin();
    if (origin == null) {
      lane.release(held.event());
    } else if (reader != null) {
      reader.settle(origin);
    }
  }
}
