package dev.spillway.benchmarks.overload;

import dev.spillway.Priority;
import dev.spillway.benchmarks.RatedSink;
import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what it takes: slowly at first, and at once when the load is over. */
final class CountingSink implements Sink {
  private final RatedSink slow;
  private final AtomicLongArray taken = new AtomicLongArray(Priority.values().length);
  private volatile boolean fast;

  CountingSink(RatedSink slow) {
    this.slow = slow;
  }

  void becomeFast() {
    fast = true;
  }

  long taken(Priority priority) {
    return taken.get(priority.ordinal());
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    taken.addAndGet(batch.priority().ordinal(), batch.size());
    return fast ? CompletableFuture.completedStage(SinkResult.DELIVERED) : slow.deliver(batch);
  }

  @Override
  public void close() {}
}
