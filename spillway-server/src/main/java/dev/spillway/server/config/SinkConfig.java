package dev.spillway.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where a queue's events end up. */
public sealed interface SinkConfig {
  /** What is written for each event. */
  Format format();

  /** What is written for each event. */
  enum Format {
    /** A JSON line that names the event's facts and carries its payload as {@code data}. */
    ENVELOPE,
    /** The payload alone. */
    RAW
  }

  /** Appends to a file and forces it before a batch counts as delivered. */
  record File(Path path, Format format) implements SinkConfig {}

  /**
   * POSTs each batch as {@code application/x-ndjson}.
   *
   * @param urls one, or several that each batch may go to
   * @param timeout for each of them to answer
   */
  record Http(List<URI> urls, Duration timeout, Format format) implements SinkConfig {
    public Http {
      urls = List.copyOf(urls);
    }
  }
}
