package dev.spillway.micrometer;

import dev.spillway.Priority;
import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.QueueFigures;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a queue and its dispatcher said at one moment.
 *
 * @param atNanos that moment, by the queue's time
 * @param earlier what rates are taken from; null at the first look
 */
record Snapshot(
    QueueFigures queue, DeliveryFigures delivery, long atNanos, @Nullable Snapshot earlier) {
  Snapshot withoutEarlier() {
    return new Snapshot(queue, delivery, atNanos, null);
  }

  LaneFigures lane(Priority priority) {
    return Objects.requireNonNull(queue.lanes().get(priority), priority::token);
  }
}
