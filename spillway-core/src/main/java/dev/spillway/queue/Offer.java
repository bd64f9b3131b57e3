package dev.spillway.queue;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Receipt.Refusal;
import dev.spillway.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One offer on its way: its events, the refusals so far, and the parts of it that are not forced
 * yet. Filled by the offering thread; after {@link #finish}, by the store's.
 */
final class Offer {
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  /** Room in memory comes back as fast as the disk or the sink takes a batch. */
  private static final Duration RETRY_AT_ONCE = Duration.ofMillis(100);

  /** The caller's own, which may change once the offering thread has returned. */
  private final List<Event> events;

  private final int size;
  private final Durability durability;
  private final int[] perLane = new int[Priority.values().length];
  private final CompletableFuture<Receipt> answer = new CompletableFuture<>();

  /** Guarded by this, as are the next two; the store answers parts from another thread. */
  private @Nullable List<Refusal> refusals;

  private int refusedCount;

  /** One for the offering thread, and one for each part that the log has not answered. */
  private int open = 1;

  Offer(List<Event> events, Durability durability) {
    this.events = events;
    this.size = events.size();
    this.durability = durability;
    for (Event event : events) {
      perLane[event.priority().ordinal()]++;
    }
  }

  int size() {
    return size;
  }

  Event event(int index) {
    return events.get(index);
  }

  /** How many of the events belong to {@code lane}. */
  int count(Priority lane) {
    return perLane[lane.ordinal()];
  }

  boolean durable() {
    return durability == Durability.DURABLE;
  }

  synchronized void refuse(int index, Reason reason) {
    if (refusals == null) {
      refusals = new ArrayList<>();
    }
    Duration retryAfter = reason.isRetryable() ? RETRY_SOON : Duration.ZERO;
    if (reason == Reason.MEMORY_FULL) {
      retryAfter = RETRY_AT_ONCE;
    }
    refusals.add(new Refusal(index, new Refused(reason, retryAfter)));
    refusedCount++;
  }

  synchronized void partHandedOver() {
    open++;
  }

  /** Tells that a part is forced, or that its refusals are noted. */
  void partAnswered() {
    boolean last;
    synchronized (this) {
      last = --open == 0;
    }
    if (last) {
      answer.complete(receipt());
    }
  }

  /** Ends the offering thread's own part. */
  CompletionStage<Receipt> finish() {
    partAnswered();
    return answer;
  }

  private synchronized Receipt receipt() {
    List<Refusal> all = refusals == null ? List.of() : refusals;
    if (all.size() > 1) {
      all.sort(Comparator.comparingInt(Refusal::index));
    }
    return Receipt.of(durability, size - refusedCount, all);
  }
}
