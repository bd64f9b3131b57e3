package dev.spillway.server.demo;

import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import dev.spillway.server.demo.DemoPlan.Stall;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A sink that serves one batch after another at the plan's pace. Thread-safe. */
final class DemoSink implements Sink {
  private final DemoPlan plan;
  private final DemoWaits waits;
  private final TaskScheduler scheduler = TaskScheduler.onThread("demo-sink");
  private final TimeSource time = scheduler.time();
  private final long startNanos = time.nanoTime();

  /** When what was taken on so far is done. Guarded by this. */
  private double busyUntilMillis;

  DemoSink(DemoPlan plan, DemoWaits waits) {
    this.plan = plan;
    this.waits = waits;
  }

  /** Milliseconds since the start. */
  long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(time.nanoTime() - startNanos);
  }

  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    long nowMillis = elapsedMillis();
    waits.started(batch, nowMillis);
    CompletableFuture<SinkResult> answer = new CompletableFuture<>();
    long delayNanos = (long) ((finishMillis(nowMillis, batch.size()) - nowMillis) * 1e6);
    scheduler.schedule(() -> answer.complete(SinkResult.DELIVERED), Math.max(0, delayNanos));
    return answer;
  }

  /** Works the batch off behind the others, pausing through stalls. */
  private synchronized double finishMillis(long nowMillis, int events) {
    double at = Math.max(nowMillis, busyUntilMillis);
    double left = events;
    while (left > 0) {
      at = afterStall(at);
      double perMilli = plan.capacityAt((long) at) / 1_000.0;
      double until = nextChange(at);
      double done = Math.min(left, (until - at) * perMilli);
      at = done < left ? until : at + done / perMilli;
      left -= done;
    }
    busyUntilMillis = at;
    return at;
  }

  private double afterStall(double atMillis) {
    for (Stall stall : plan.stalls()) {
      if (stall.contains((long) atMillis)) {
        return stall.endMillis();
      }
    }
    return atMillis;
  }

  /** When the pace next changes, or never. */
  private double nextChange(double atMillis) {
    double next = atMillis < plan.loadMillis() ? plan.loadMillis() : Double.MAX_VALUE;
    for (Stall stall : plan.stalls()) {
      if (stall.atMillis() > atMillis) {
        next = Math.min(next, stall.atMillis());
      }
    }
    return next;
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
