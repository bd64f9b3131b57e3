package dev.spillway.delivery;

import org.jspecify.annotations.Nullable;

/** What a dispatcher has done since it was built, and what it does now. Immutable. */
public interface DeliveryFigures {
  /** Calls of the sink that took at least a part of their events. */
  long deliveries();

  /** Calls that failed for the endpoint's reasons. */
  long endpointFailures();

  /** Calls refused for the sake of what they carried. */
  long batchRefusals();

  /** Calls under way. */
  int inFlight();

  /** Why the sink could not work when it was last called; null while it can. */
  @Nullable String trouble();
}
