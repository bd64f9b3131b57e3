package dev.spillway.micrometer;

import dev.spillway.Priority;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import java.util.Objects;

/** What a queue and its dispatcher said at one moment. */
record Snapshot(QueueFigures queue, DeliveryFigures delivery) {
  LaneFigures lane(Priority priority) {
    return Objects.requireNonNull(queue.lanes().get(priority), priority::token);
  }
}
