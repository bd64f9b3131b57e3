package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.count;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.factor;
import static dev.spillway.server.config.ScalarType.path;
import static dev.spillway.server.config.ScalarType.priority;
import static dev.spillway.server.config.ScalarType.size;
import static dev.spillway.server.config.ScalarType.text;
import static dev.spillway.server.config.ScalarType.trueOrFalse;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.server.security.AccessKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one table of everything that can be configured, in the order in which it is printed. */
final class Keys {
  static final String QUEUES = "queues";
  static final String VARIABLE_PREFIX = "SPILLWAY_";
  static final Pattern QUEUE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private static final List<Key<?>> TABLE = new ArrayList<>();

  static final Key<String> HTTP_HOST =
      gateway(
          "http.host",
          text("an address or host name"),
          "127.0.0.1",
          "The address to listen on. Any but a loopback address needs security.keys, or"
              + " http.allow-non-loopback.");
  static final Key<Integer> HTTP_PORT =
      gateway("http.port", count(0, 65_535), "8080", "The port to listen on; 0 takes a free one.");
  static final Key<Boolean> HTTP_ALLOW_NON_LOOPBACK =
      gateway(
          "http.allow-non-loopback",
          trueOrFalse(),
          "false",
          "Lets http.host be an address that other machines reach although no security.keys are"
              + " configured: whoever reaches the port can then send, read and change.");
  static final Key<Long> HTTP_MAX_BODY_BYTES =
      gateway(
          "http.max-body-bytes",
          size("1KB", "1GB"),
          "16MB",
          "The largest body of a request, once decompressed. It is held in memory while it is"
              + " read.");
  static final Key<Long> HTTP_MAX_RECORD_BYTES =
      gateway(
          "http.max-record-bytes",
          size("64", "1GB"),
          "1MB",
          "The largest record within a body; not more than http.max-body-bytes.");
  static final Key<Integer> HTTP_MAX_BATCH_EVENTS =
      gateway(
          "http.max-batch-events",
          count(1, 10_000_000),
          "100000",
          "The most records or lines of a request's body.");
  static final Key<Mode> HTTP_LIMIT_MODE =
      gateway(
          "http.limit.mode",
          choice(Mode.values(), Mode::token),
          "enforce",
          "Whether requests wait, the most important first, or are refused with 503 when more come"
              + " than can be worked on.");
  static final Key<Integer> HTTP_LIMIT_SLOTS =
      optionalOfGateway(
          "http.limit.slots",
          count(1, 10_000),
          "16",
          "The most requests that are worked on at once; those whose bodies or logs are waited for"
              + " do not count. Without it four for each processor, and at least 16.");
  static final Key<Path> TLS_CERTIFICATE =
      optionalOfGateway(
          "http.tls.certificate",
          path(),
          "/etc/spillway/tls.crt",
          "A PEM file with the server's certificate and those that lead to its root. With it and"
              + " http.tls.private-key the port speaks HTTPS only. Both are read again when they"
              + " change.");
  static final Key<Path> TLS_PRIVATE_KEY =
      optionalOfGateway(
          "http.tls.private-key",
          path(),
          "/etc/spillway/tls.key",
          "A PEM file with the certificate's private key, RSA or EC, in PKCS#8 without a password.");
  static final Key<List<AccessKey>> SECURITY_KEYS =
      gateway(
          "security.keys",
          new AccessKeysType(),
          "{}",
          "Who may call the gateway: for each key the SHA-256 of its secret, its scopes (ingest;"
              + " read; admin, which may do what read may), the tenants that it is bound to and the"
              + " highest priority of its events. spillway key create makes one. Without any,"
              + " everybody who reaches the port may do everything.");
  static final Key<Path> DATA_DIRECTORY =
      gateway(
          "data.directory",
          path(),
          "./data",
          "Holds a directory for each queue's log. One gateway at a time uses it.");
  static final Key<Duration> SHUTDOWN_DRAIN =
      gateway(
          "shutdown.drain",
          duration("0s", "1h"),
          "20s",
          "How long a stop goes on delivering. What is left is then written to the log, and"
              + " delivered after the next start.");
  static final Key<Duration> HEALTH_INTERVAL =
      gateway(
          "health.interval",
          duration("1s", "1h"),
          "10s",
          "How far back health looks for events that were shed, dead letters and failures, and"
              + " over how long rates are taken: at least this long, at most twice.");

  static final Key<Profile> PROFILE =
      queue(
          "profile",
          choice(Profile.values(), Profile::token),
          "general",
          "The defaults to start from. security-events: bounded lanes that overflow to disk,"
              + " priority by the field severity, three tries. log-ingestion: batches of 50,000,"
              + " overflow to disk, priorities 1 to 5, a circuit that opens at 30 % failures.");
  static final Key<Long> MEMORY_BYTES =
      queue(
          "memory-bytes",
          size("1MB", "64GB"),
          "64MB",
          "The memory that the queue's events may take.");
  static final Map<Priority, Key<Integer>> LANES = lanes();

  static {
    TABLE.addAll(PolicyKeys.ALL);
  }

  static {
    TABLE.addAll(DiskKeys.ALL);
  }

  static final Key<Priority> DEFAULT_PRIORITY =
      queue(
          "default-priority",
          priority(),
          "normal",
          "The priority of an event that gets none by a field, header or rule.");
  static final Key<Map<String, Priority>> PRIORITY_NAMES =
      queue(
          "priority-names",
          MappingTypes.priorityNames(),
          "{urgent: high, medium: normal}",
          "Names, or numbers, that senders use for priorities. Spillway's own five are known"
              + " without being named, and mean what they say unless named here.");
  static final Key<List<Classification.Rule>> CLASSIFY =
      queue(
          "classify",
          new MappingTypes.Rules(),
          "[]",
          "How to find the priority of an event whose sender names none: a list of rules, each"
              + " with field, header or path (a JSON pointer), a map of values to priorities, and"
              + " a default if one is wanted. The first that matches decides. Without a map the"
              + " priority-names are used.");
  static final Key<Integer> BATCH_EVENTS =
      queue("delivery.batch-events", count(1, 100_000), "1000", "The most events of a batch.");
  static final Key<Long> BATCH_BYTES =
      queue(
          "delivery.batch-bytes",
          size("1KB", "256MB"),
          "1MB",
          "The most payload of a batch. A larger event travels alone.");
  static final Key<Integer> SLOTS =
      queue(
          "delivery.slots",
          count(1, 64),
          "2",
          "Batches in delivery at once. With two or more, one is kept for critical events.");
  static final Key<Integer> TRIES =
      queue(
          "delivery.tries",
          count(1, 1_000),
          "3",
          "How often the sink may refuse an event before it is a dead letter.");
  static final Key<Duration> RETRY_DELAY =
      queue(
          "delivery.retry-delay",
          duration("1ms", "1h"),
          "1s",
          "The wait before an event's second try.");
  static final Key<Double> RETRY_FACTOR =
      queue("delivery.retry-factor", factor(1, 100), "2", "By how much each further wait grows.");

  static {
    TABLE.addAll(CircuitKeys.ALL);
  }

  static {
    TABLE.addAll(SinkKeys.ALL);
  }

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private Keys() {}

  /** Whether what it says can be changed while the gateway runs. */
  static boolean isLive(Key<?> key) {
    return PolicyKeys.ALL.contains(key) || key.equals(BATCH_EVENTS) || key.equals(BATCH_BYTES);
  }

  /** The key whose name within the gateway, or within a queue, is {@code name}. */
  static @Nullable Key<?> named(boolean ofQueue, String name) {
    for (Key<?> key : ALL) {
      if (key.ofQueue() == ofQueue && key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }

  private static Map<Priority, Key<Integer>> lanes() {
    Map<Priority, Key<Integer>> lanes = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      lanes.put(
          priority,
          optional(
              "lanes." + priority.token(),
              count(1, Integer.MAX_VALUE),
              "10000",
              "The most "
                  + priority.token()
                  + " events held in memory. Without it only memory-bytes is the bound."));
    }
    return lanes;
  }

  private static <T> Key<T> gateway(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return added(new Key<>(false, name, type, defaultText, defaultText, meaning));
  }

  private static <T> Key<T> queue(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return added(new Key<>(true, name, type, defaultText, defaultText, meaning));
  }

  private static <T> Key<T> optionalOfGateway(
      String name, ValueType<T> type, String example, String meaning) {
    return added(new Key<>(false, name, type, null, example, meaning));
  }

  private static <T> Key<T> optional(
      String name, ValueType<T> type, String example, String meaning) {
    return added(new Key<>(true, name, type, null, example, meaning));
  }

  private static <T> Key<T> added(Key<T> key) {
    TABLE.add(key);
    return key;
  }
}
