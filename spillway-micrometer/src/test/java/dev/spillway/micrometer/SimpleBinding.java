package dev.spillway.micrometer;

import dev.spillway.limit.Limiter;
import dev.spillway.queue.EventQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Binds a queue and a limiter to a registry that needs no library but Micrometer's core. */
public final class SimpleBinding {
  private SimpleBinding() {}

  /** How many meters there are then. */
  public static int meters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    QueueMeters.of(EventQueue.builder("orders").build(), () -> TestDelivery.NONE).bindTo(registry);
    try (Limiter limiter = Limiter.builder("shop").slots(1).build()) {
      LimiterMeters.of(limiter).bindTo(registry);
    }
    return registry.getMeters().size();
  }
}
