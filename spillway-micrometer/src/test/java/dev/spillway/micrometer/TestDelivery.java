package dev.spillway.micrometer;

import dev.spillway.delivery.DeliveryFigures;
import org.jspecify.annotations.Nullable;

/** Figures of a dispatcher that are given. */
record TestDelivery(
    long deliveries,
    long endpointFailures,
    long batchRefusals,
    int inFlight,
    @Nullable String trouble)
    implements DeliveryFigures {
  static final TestDelivery NONE = new TestDelivery(0, 0, 0, 0, null);
}
