package dev.spillway.delivery;

import dev.spillway.circuit.CircuitFigures;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a dispatcher has done since it was built, and what it does now. Immutable. */
public interface DeliveryFigures {
  /** Calls of the sink that took at least a part of their events. */
  long deliveries();

  /** Calls that failed for the endpoint's reasons. */
  long endpointFailures();

  /** Calls refused for the sake of what they carried. */
  long batchRefusals();

  /** Calls in which something went wrong, by what; every category has a figure. */
  Map<ErrorCategory, Long> errors();

  /** Calls under way. */
  int inFlight();

  /** Deliveries a second, over the current reporting interval and the one before. */
  double deliveriesPerSecond();

  /** The times of the deliveries of the current reporting interval and the one before. */
  CallTimeFigures recentTimes();

  /** The times of all deliveries. */
  CallTimeFigures totalTimes();

  /** What keeps calls from the sink while it fails. */
  CircuitFigures circuit();

  /** Why the sink could not work when it was last called; null while it can. */
  @Nullable String trouble();
}
