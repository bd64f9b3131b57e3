package dev.spillway.queue;

import dev.spillway.Admitted;
import dev.spillway.Decision;
import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One offer on its way: its events, the decisions so far, and the parts of it that are not forced
 * yet. Filled by the offering thread; after {@link #finish}, by the store's.
 */
final class Offer {
  /** The caller's own, which may change once the offering thread has returned. */
  private final List<Event> events;

  private final int size;
  private final Durability durability;
  private final int[] perLane = new int[Priority.values().length];
  private final CompletableFuture<Receipt> answer = new CompletableFuture<>();

  /** Null while all are admitted. Guarded by this; the store answers from another thread. */
  private Decision @Nullable [] decisions;

  /** One for the offering thread, and one for each part not answered. Guarded by this. */
  private int open = 1;

  Offer(List<Event> events, Durability durability) {
    this.events = events;
    this.size = events.size();
    this.durability = durability;
    for (int index = 0; index < size; index++) {
      perLane[events.get(index).priority().ordinal()]++;
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

  /** Notes anything but a plain admission; a later decision on the same event takes its place. */
  synchronized void decide(int index, Decision decision) {
    if (decisions == null) {
      decisions = new Decision[size];
      Arrays.fill(decisions, Admitted.ADMITTED);
    }
    decisions[index] = decision;
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
    return decisions == null
        ? Receipt.admitted(durability, size)
        : Receipt.of(durability, Arrays.asList(decisions));
  }
}
