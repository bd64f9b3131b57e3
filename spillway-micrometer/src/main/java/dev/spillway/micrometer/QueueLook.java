package dev.spillway.micrometer;

import dev.spillway.delivery.DeliveryFigures;
import dev.spillway.queue.EventQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a queue and its dispatcher, and remembers an earlier look for rates. For one thread at a
 * time.
 */
final class QueueLook implements LongFunction<Snapshot> {
  /** Rates go back at least so far, so that scrapes a moment apart do not make them jump. */
  private static final long RATE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final EventQueue queue;
  private final Supplier<DeliveryFigures> delivery;

  private @Nullable Snapshot earlier;
  private @Nullable Snapshot next;

  QueueLook(EventQueue queue, Supplier<DeliveryFigures> delivery) {
    this.queue = queue;
    this.delivery = delivery;
  }

  @Override
  public Snapshot apply(long nowNanos) {
    Snapshot taken = new Snapshot(queue.figures(), delivery.get(), nowNanos, earlier);
    if (next == null || nowNanos - next.atNanos() >= RATE_NANOS) {
      earlier = next == null ? taken.withoutEarlier() : next;
      next = taken.withoutEarlier();
    }
    return taken;
  }
}
