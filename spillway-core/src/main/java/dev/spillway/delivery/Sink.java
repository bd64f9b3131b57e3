package dev.spillway.delivery;

import dev.spillway.queue.BatchView;
import java.util.concurrent.CompletionStage;

/**
 * Where events end up. Thread-safe: called for several batches at once, one of each lane.
 *
 * <p>{@link #deliver} must not block for long: it starts the work and answers when it is done. A
 * stage that fails, or a method that throws, counts as {@link SinkResult.EndpointFailed}.
 */
public interface Sink extends AutoCloseable {
  /** Delivers all events of {@code batch}, in order. The view is valid until the answer. */
  CompletionStage<SinkResult> deliver(BatchView batch);

  /** Lets go of connections and files. Called once, after the last answer or a forced stop. */
  @Override
  void close();
}
