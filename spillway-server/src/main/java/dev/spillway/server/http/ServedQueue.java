package dev.spillway.server.http;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.config.QueueConfig;
import dev.spillway.server.sink.EndpointFigures;
import java.util.List;
import java.util.function.Supplier;

/**
 * A queue that the server feeds and shows.
 *
 * @param config what its records mean
 * @param queue takes the events
 * @param delivery tells how its sink does; called for every look at the figures
 * @param circuit keeps calls from its sink; moved by hand
 * @param control changes what it decides by
 */
public record ServedQueue(
    QueueConfig config,
    EventQueue queue,
    Supplier<DeliveryFigures> delivery,
    CircuitBreaker circuit,
    QueueControl control) {
  /** How each endpoint of its sink does. */
  List<EndpointFigures> endpoints() {
    return control.endpoints();
  }

  String name() {
    return config.name();
  }
}
