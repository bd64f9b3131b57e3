package dev.spillway.server;

import dev.spillway.delivery.Sink;
import dev.spillway.delivery.SinkResult;
import dev.spillway.queue.BatchView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A sink that nobody reaches. */
public final class AwaySink implements Sink {
  @Override
  public CompletionStage<SinkResult> deliver(BatchView batch) {
    return CompletableFuture.failedFuture(new IllegalStateException("away"));
  }

  @Override
  public void close() {}
}
