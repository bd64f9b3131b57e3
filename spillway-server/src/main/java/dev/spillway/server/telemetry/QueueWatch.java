package dev.spillway.server.telemetry;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.EventQueue;
import dev.spillway.server.telemetry.QueueReading.Look;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Looks at a queue from time to time, and so can tell what happened lately. Thread-safe.
 *
 * <p>It keeps two looks. When it is told to look every interval, a reading goes back at least one
 * interval and at most two.
 */
public final class QueueWatch {
  private final EventQueue queue;
  private final Supplier<DeliveryFigures> delivery;
  private final AtomicReference<Kept> kept;

  /** Begins with a look. */
  public QueueWatch(EventQueue queue, Supplier<DeliveryFigures> delivery) {
    this.queue = queue;
    this.delivery = delivery;
    Look first = now();
    kept = new AtomicReference<>(new Kept(first, first));
  }

  /** Forgets the older look and keeps one of now. */
  public void look() {
    Look now = now();
    kept.updateAndGet(before -> new Kept(before.latest, now));
  }

  /** What happened between the older look and now. */
  public QueueReading reading() {
    Look since = Objects.requireNonNull(kept.get()).older;
    return new QueueReading(since, now());
  }

  /** Forgets what happened until now. */
  public void reset() {
    Look now = now();
    kept.set(new Kept(now, now));
  }

  private Look now() {
    return new Look(queue.figures(), delivery.get(), queue.time().nanoTime());
  }

  private record Kept(Look older, Look latest) {}
}
