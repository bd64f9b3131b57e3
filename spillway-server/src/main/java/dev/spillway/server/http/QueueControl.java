package dev.spillway.server.http;

import dev.spillway.server.config.ConfigException;
import dev.spillway.server.config.DeliveryConfig;
import dev.spillway.server.sink.EndpointFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reaches a queue while it runs. Thread-safe. */
public interface QueueControl {
  /**
   * Lays {@code json}, an object of the queue's keys, on what the queue is told now.
   *
   * @throws ConfigException with every mistake; nothing is changed then
   */
  void change(String json) throws ConfigException;

  /** How batches are made now; null if nobody can say. */
  default @Nullable DeliveryConfig delivery() {
    return null;
  }

  /** How each endpoint of its sink does; none if the sink calls no endpoints. */
  default List<EndpointFigures> endpoints() {
    return List.of();
  }
}
