package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.path;
import static dev.spillway.server.config.ScalarType.url;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a queue's events end up. */
final class SinkKeys {
  private static final List<Key<?>> TABLE = new ArrayList<>();

  static final Key<SinkType> SINK_TYPE =
      key(
          "sink.type",
          choice(SinkType.values(), type -> type.name().toLowerCase(Locale.ROOT)),
          "file",
          "Where events end up: in a file that is appended to (file), or at a service that each"
              + " batch is posted to (http).");
  static final Key<Path> SINK_PATH =
      key(
          "sink.path",
          path(),
          "{data}/delivered/{queue}.ndjson",
          "The file, for sink.type file. Missing directories are made.");
  static final Key<URI> SINK_URL =
      added(
          new Key<>(
              true,
              "sink.url",
              url(),
              null,
              "http://127.0.0.1:9000/events",
              "The service, for sink.type http."));
  static final Key<List<URI>> SINK_URLS =
      added(
          new Key<>(
              true,
              "sink.urls",
              new UrlList(),
              null,
              "[http://127.0.0.1:9000/events, http://127.0.0.1:9001/events]",
              "Several services instead of one sink.url. Each batch goes to one of them, by their"
                  + " load, and to another when that one fails."));
  static final Key<Duration> SINK_TIMEOUT =
      key(
          "sink.timeout",
          duration("1ms", "1h"),
          "10s",
          "How long the service may take to answer, for sink.type http.");
  static final Key<Map<String, String>> SINK_HEADERS =
      added(
          new Key<>(
              true,
              "sink.headers",
              new HeadersType(),
              null,
              "{Authorization: Bearer abc}",
              "Headers that are sent with each batch, for sink.type http. Their values are never"
                  + " shown."));
  static final Key<SinkConfig.Format> SINK_FORMAT =
      key(
          "sink.format",
          choice(SinkConfig.Format.values(), f -> f.name().toLowerCase(Locale.ROOT)),
          "envelope",
          "What is written for an event: a JSON line that names its id, priority and attempt and"
              + " carries its payload as data (envelope), or the payload alone (raw).");

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private SinkKeys() {}

  /** The kinds of sink. */
  enum SinkType {
    FILE,
    HTTP
  }

  private static <T> Key<T> key(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return added(new Key<>(true, name, type, defaultText, defaultText, meaning));
  }

  private static <T> Key<T> added(Key<T> key) {
    TABLE.add(key);
    return key;
  }
}
