package dev.spillway.queue;

import dev.spillway.queue.Account.Entry;
import dev.spillway.queue.SpillLane.AppendCallback;
import dev.spillway.queue.StoredEvent.History;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the events of a batch: delivered, held for another try, or a dead letter. An
 * event that moves within the log is let go only when its copy is safe. Guarded by the lane's lock.
 */
final class LaneSettlement {
  /** How long an event waits whose dead letter found no room. */
  private static final long DEAD_LETTER_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Reasons are a sink's words, which may be a whole page; kept are so many characters. */
  private static final int LONGEST_REASON = 1_000;

  private final Lane lane;
  private final LaneDelivery delivery;
  private final DeadLetters deadLetters;

  LaneSettlement(Lane lane, LaneDelivery delivery, DeadLetters deadLetters) {
    this.lane = lane;
    this.delivery = delivery;
    this.deadLetters = deadLetters;
  }

  /** Settles one event as delivered. */
  void delivered(Batch batch, int index) {
    finished(batch, index, Entry.DELIVERED);
  }

  /** Settles one event whose deadline passed while its batch was out. */
  void expired(Batch batch, int index) {
    finished(batch, index, Entry.EXPIRED);
  }

  private void finished(Batch batch, int index, Entry countedAs) {
    lane.count(countedAs, 1);
    Held held = batch.held(index);
    if (held == null) {
      lane.release(batch.event(index));
      delivery.settledInRing(1);
    } else {
      delivery.settledFromShelf(held);
      delivery.letGo(held);
    }
  }

  /** Settles the whole of a batch that still stands in the ring, none of it settled yet. */
  void allDelivered(Batch batch) {
    long bytes = 0;
    for (int index = 0; index < batch.size(); index++) {
      Event event = batch.event(index);
      bytes += event.weightBytes();
      lane.guards().leftMemory(event);
    }
    lane.memory().release(batch.size(), bytes);
    lane.count(Entry.DELIVERED, batch.size());
    delivery.settledInRing(batch.size());
  }

  /** Puts an event on the shelf until {@code delayNanos} from now, with no try spent. */
  void shelve(Batch batch, int index, long delayNanos) {
    Held held = detach(batch, index);
    held.dueAt(lane.time().nanoTime() + delayNanos);
    delivery.shelve(held);
  }

  /** Spends a try and holds the event until {@code delayNanos} from now. */
  void retry(Batch batch, int index, long delayNanos, String reason) {
    Held held = detach(batch, index);
    held.history(held.tries() + 1, held.deliveries());
    held.dueAt(lane.time().nanoTime() + delayNanos);
    if (held.origin() == null || !appendAgain(held, delayNanos, reason)) {
      delivery.shelve(held);
    }
  }

  /** Writes the event behind the others with its tries, so that its block can be acknowledged. */
  private boolean appendAgain(Held held, long delayNanos, String reason) {
    RecordBuffer record = new RecordBuffer(held.event().weightBytes());
    stored(held, delayNanos, reason).write(record);
    return lane.entrance().appendAccepted(record, new Moved(held, 0, null));
  }

  /** Spends the last try: the event goes to the dead letters, or is tried again without room. */
  void deadLetter(Batch batch, int index, String reason) {
    Held held = detach(batch, index);
    held.history(held.tries() + 1, held.deliveries());
    held.dueAt(lane.time().nanoTime() + DEAD_LETTER_RETRY_NANOS);
    int memoryEvents = held.origin() == null ? 1 : 0;
    delivery.inTransit(memoryEvents);
    AppendCallback callback = new Moved(held, memoryEvents, Entry.DEAD_LETTERED);
    if (!deadLetters.add(stored(held, 0, reason), callback)) {
      delivery.inTransit(-memoryEvents);
      delivery.shelve(held);
    }
  }

  StoredEvent stored(Held held, long delayNanos, String reason) {
    long dueMillis = lane.time().epochMillis() + TimeUnit.NANOSECONDS.toMillis(delayNanos);
    String told = shortened(reason, held.event());
    History history = new History(held.tries(), held.deliveries(), dueMillis, told);
    long acceptedMillis = lane.epochMillisOf(held.acceptedNanos());
    return new StoredEvent(held.event(), held.durable(), acceptedMillis, history);
  }

  /** As much of {@code reason} as a record of {@code event} has room for, of three bytes each. */
  private String shortened(String reason, Event event) {
    long room = (lane.maxRecordBytes() - event.recordBytes()) / 3;
    int length = (int) Math.max(0, Math.min(room, LONGEST_REASON));
    return reason.length() <= length ? reason : reason.substring(0, length);
  }

  /** Takes an event out of its batch, to be held on its own. */
  private Held detach(Batch batch, int index) {
    Held held = batch.held(index);
    if (held == null) {
      held = new Held(batch.event(index), batch.acceptedNanos(index), false, null);
      delivery.settledInRing(1);
    } else {
      delivery.settledFromShelf(held);
    }
    held.history(held.tries(), batch.deliveries(index));
    return held;
  }

  /** Lets an event go once its copy elsewhere is safe, or keeps it when that failed. */
  private final class Moved implements AppendCallback {
    private final Held held;
    private final int memoryEvents;
    private final @Nullable Entry countedAs;

    Moved(Held held, int memoryEvents, @Nullable Entry countedAs) {
      this.held = held;
      this.memoryEvents = memoryEvents;
      this.countedAs = countedAs;
    }

    @Override
    public void onForced() {
      lane.lock().lock();
      try {
        delivery.inTransit(-memoryEvents);
        if (countedAs != null) {
          lane.count(countedAs, 1);
        }
        delivery.letGo(held);
      } finally {
        lane.lock().unlock();
      }
      tell();
    }

    @Override
    public void onFailed(int forcedRecords, Throwable cause) {
      lane.lock().lock();
      try {
        delivery.inTransit(-memoryEvents);
        delivery.shelve(held);
      } finally {
        lane.lock().unlock();
      }
      tell();
    }

    /** The batch may be long settled, so that nothing else would tell of it. */
    private void tell() {
      if (!lane.lock().isHeldByCurrentThread()) {
        lane.availability().signal();
      }
    }
  }
}
