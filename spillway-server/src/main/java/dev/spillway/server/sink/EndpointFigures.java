package dev.spillway.server.sink;

import dev.spillway.circuit.CircuitFigures;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How one of a sink's endpoints does. Immutable. */
public interface EndpointFigures {
  /** Where it is. */
  URI url();

  /** Calls without an answer yet. */
  int inFlight();

  /** The smoothed time to an answer, in nanoseconds; 0 before the first. */
  long latencyNanos();

  /** Batches that it took, wholly or in part. */
  long deliveries();

  /** Calls that failed for reasons of the endpoint. */
  long failures();

  /** What keeps calls from it while it fails; null when it is the only endpoint. */
  @Nullable CircuitFigures circuit();

  /** Why the last call failed, in words; null when it did not. */
  @Nullable String trouble();
}
