package dev.spillway.server.config;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named set of defaults for a queue. */
enum Profile {
  /** The table's own defaults. */
  GENERAL(Map.of()),

  /**
   * A queue of security events: bounded lanes, overflow to disk, critical events never refused
   * while memory or disk has room.
   *
   * <p>An event without a severity, or with one that is not listed, is {@code normal}: it may be an
   * alarm from a source that does not label them, so it must not go first when there is no room,
   * nor push aside what is known to be important.
   */
  SECURITY_EVENTS(
      Map.ofEntries(
          Map.entry("strategy", "adaptive"),
          Map.entry("lanes.critical", "10000"),
          Map.entry("lanes.high", "8000"),
          Map.entry("lanes.normal", "5000"),
          Map.entry("lanes.low", "2000"),
          Map.entry("lanes.bulk", "1000"),
          Map.entry("disk.mode", "overflow"),
          Map.entry("default-priority", "normal"),
          Map.entry(
              "priority-names",
              "{critical: critical, urgent: high, high: normal, medium: low, low: bulk}"),
          Map.entry(
              "classify",
              "[{field: severity,"
                  + " map: {critical: critical, high: high, medium: normal, low: low, none: bulk}}]"),
          Map.entry("delivery.tries", "3"),
          Map.entry("delivery.retry-delay", "1s"),
          Map.entry("delivery.retry-factor", "2"))),

  /**
   * A buffer before the storage of logs: large batches, overflow to disk, a circuit that goes by
   * the rate of failures alone.
   */
  LOG_INGESTION(
      Map.ofEntries(
          Map.entry("strategy", "spill"),
          Map.entry("memory-bytes", "256MB"),
          Map.entry("disk.mode", "overflow"),
          Map.entry("disk.max-bytes", "4GB"),
          Map.entry("priority-names", "{1: critical, 2: high, 3: normal, 4: low, 5: bulk}"),
          Map.entry("rate.mode", "enforce"),
          Map.entry("rate.events-per-second", "20000000"),
          Map.entry("rate.burst", "2000000"),
          Map.entry("rate.window", "60s"),
          Map.entry("delivery.batch-events", "50000"),
          Map.entry("delivery.batch-bytes", "16MB"),
          Map.entry("delivery.circuit.failure-rate", "0.3"),
          Map.entry("delivery.circuit.minimum-calls", "10"),
          Map.entry("delivery.circuit.consecutive-failures", "0"),
          Map.entry("delivery.circuit.open-time", "30s"),
          Map.entry("delivery.circuit.longest-open-time", "30s"),
          Map.entry("delivery.circuit.half-open-calls", "20")));

  @SuppressWarnings("ImmutableEnumChecker") // the maps above are
  private final Map<String, String> values;

  private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Profile(Map<String, String> values) {
    this.values = values;
  }

  String token() {
    return token;
  }

  /** What it says about the key called {@code name}, as it would be written; null for nothing. */
  @Nullable String value(String name) {
    return values.get(name);
  }
}
