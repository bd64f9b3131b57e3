package dev.spillway.limit;

import dev.spillway.concurrency.Colliding;
import java.util.List;

/** What is shown of slots and permits, for runs that take longer than a test. */
public final class LimiterProofs {
  private LimiterProofs() {}

  public static List<Class<?>> interleaved() {
    return List.of(
        SlotTableOperations.class,
        SlotTableOperations.OfOneSlot.class,
        CreditsOperations.class,
        LimiterOperations.class);
  }

  public static List<Colliding> colliding() {
    return List.of(
        new LimiterOperations(),
        new LimiterOperations.OfTwoDependencies(),
        new LimiterOperations.ThatChanges());
  }
}
