package dev.spillway.server.config;

import dev.spillway.yaml.Passwords;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
   * @param headers sent with each batch; values may be secrets
   */
  record Http(List<URI> urls, Duration timeout, Format format, Map<String, String> headers)
      implements SinkConfig {
    public Http {
      urls = List.copyOf(urls);
      headers = Map.copyOf(headers);
    }

    /** Without headers of its own. */
    public Http(List<URI> urls, Duration timeout, Format format) {
      this(urls, timeout, format, Map.of());
    }

    /** Names of headers without their values, and URLs without what may be secret in them. */
    @Override
    public String toString() {
      return "Http[urls="
          + urls.stream().map(url -> Passwords.hidden(url.toString())).toList()
          + ", timeout="
          + timeout
          + ", format="
          + format
          + ", headers="
          + headers.keySet()
          + "]";
    }
  }
}
