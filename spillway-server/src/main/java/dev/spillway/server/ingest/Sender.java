package dev.spillway.server.ingest;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sends a body: the request's headers, by name in any case, and what its events may say.
 */
@FunctionalInterface
public interface Sender extends Function<String, @Nullable String> {
  /** What the events may say; everything, unless somebody says otherwise. */
  default EventTerms terms() {
    return EventTerms.OPEN;
  }
}
