package dev.spillway.benchmarks;

import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.time.TaskScheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Takes so many events a second and no more; batches wait for each other. Belongs to its
 * scheduler's thread.
 */
public final class RatedSink implements Sink {
  private final TaskScheduler scheduler;
  private final long nanosPerEvent;
  private long busyUntilNanos;

  public RatedSink(TaskScheduler scheduler, int eventsPerSecond) {
    this.scheduler = scheduler;
    nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
    busyUntilNanos = scheduler.time().nanoTime();
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    long nowNanos = scheduler.time().nanoTime();
    long idleNanos = Math.max(0, nowNanos - busyUntilNanos);
    busyUntilNanos += idleNanos + batch.size() * nanosPerEvent;
    CompletableFuture<SinkResult> answer = new CompletableFuture<>();
    scheduler.schedule(() -> answer.complete(SinkResult.DELIVERED), busyUntilNanos - nowNanos);
    return answer;
  }

  @Override
  public void close() {}
}
