package dev.spillway.server.sink;

import dev.spillway.delivery.Sink;
import java.util.List;

/** A sink that calls endpoints. */
public interface EndpointSink extends Sink {
  /** How each endpoint does, in the order configured. */
  List<EndpointFigures> endpoints();
}
