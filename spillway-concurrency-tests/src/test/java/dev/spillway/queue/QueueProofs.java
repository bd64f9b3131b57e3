package dev.spillway.queue;

import dev.spillway.concurrency.Colliding;
import java.util.List;

/** What is shown of events and receipts, for runs that take longer than a test. */
public final class QueueProofs {
  private QueueProofs() {}

  public static List<Class<?>> interleaved() {
    return List.of(OfferOperations.class);
  }

  public static List<Colliding> colliding() {
    return List.of(new QueueOperations(Strategy.DROP), new QueueOperations(Strategy.SHED));
  }
}
