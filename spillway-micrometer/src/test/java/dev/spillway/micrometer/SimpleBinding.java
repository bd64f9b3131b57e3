package dev.spillway.micrometer;

import dev.spillway.queue.EventQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Binds a queue to a registry that needs no library but Micrometer's core. */
public final class SimpleBinding {
  private SimpleBinding() {}

  /** How many meters there are then. */
  public static int meters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    QueueMeters.of(EventQueue.builder("orders").build(), () -> TestDelivery.NONE).bindTo(registry);
    return registry.getMeters().size();
  }
}
