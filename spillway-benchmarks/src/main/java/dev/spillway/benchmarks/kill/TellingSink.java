package dev.spillway.benchmarks.kill;

import dev.spillway.benchmarks.kill.Told.Delivered;
import dev.spillway.benchmarks.kill.Told.Item;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.Event;
import dev.spillway.time.TaskScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells what it takes, and answers after a while. Belongs to its scheduler's thread. */
final class TellingSink implements Sink {
  private final int life;
  private final Mouth mouth;
  private final TaskScheduler scheduler;
  private final long answerNanos;

  /**
   * One of {@code life}.
   *
   * @param answerNanos how long a batch takes; 0 answers at once
   */
  TellingSink(int life, Mouth mouth, TaskScheduler scheduler, long answerNanos) {
    this.life = life;
    this.mouth = mouth;
    this.scheduler = scheduler;
    this.answerNanos = answerNanos;
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    List<Item> items = new ArrayList<>(batch.size());
    List<EventRefusal> returned = new ArrayList<>();
    for (int index = 0; index < batch.size(); index++) {
      Event event = batch.event(index);
      if (isReturned(event)) {
        returned.add(new EventRefusal(index, "not in this life"));
      } else {
        items.add(new Item(event.id(), Parcel.checksum(event.payload())));
      }
    }
    if (!items.isEmpty()) {
      mouth.tell(new Delivered(batch.priority(), items));
    }
    SinkResult result =
        returned.isEmpty() ? SinkResult.DELIVERED : new SinkResult.EventsRefused(returned);
    if (answerNanos == 0) {
      return CompletableFuture.completedStage(result);
    }
    CompletableFuture<SinkResult> answer = new CompletableFuture<>();
    scheduler.schedule(() -> answer.complete(result), answerNanos);
    return answer;
  }

  private boolean isReturned(Event event) {
    Parcel parcel = Parcel.of(event.id());
    return parcel != null && parcel.life() == life && parcel.isReturned();
  }

  @Override
  public void close() {}
}
