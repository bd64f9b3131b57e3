package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.count;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.factor;

import dev.spillway.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When deliveries of a queue stop because its sink fails, and how they begin again. */
final class CircuitKeys {
  private static final List<Key<?>> TABLE = new ArrayList<>();

  static final Key<Mode> MODE =
      key(
          "mode",
          choice(Mode.values(), Mode::token),
          "enforce",
          "What keeps calls from a sink that fails: nothing (off), nothing but figures of what"
              + " would have been kept (monitor), a circuit (enforce).");
  static final Key<Double> FAILURE_RATE =
      key(
          "failure-rate",
          factor(0.01, 1),
          "0.5",
          "The share of the window's calls that opens the circuit when it fails. Being told that"
              + " the sink is busy is not a failure.");
  static final Key<Integer> MINIMUM_CALLS =
      key(
          "minimum-calls",
          count(1, 1_000_000),
          "10",
          "How many calls the window must hold before their failure rate counts.");
  static final Key<Integer> CONSECUTIVE_FAILURES =
      key(
          "consecutive-failures",
          count(0, 1_000_000),
          "5",
          "How many failures in a row open the circuit, however few calls there are; 0 for any"
              + " number.");
  static final Key<Duration> WINDOW =
      key("window", duration("100ms", "1h"), "30s", "How long a call is remembered.");
  static final Key<Duration> OPEN_TIME =
      key(
          "open-time",
          duration("10ms", "1h"),
          "1s",
          "How long no call is made when the circuit opens for the first time. Each time in a row"
              + " is twice as long, give or take a half.");
  static final Key<Duration> LONGEST_OPEN_TIME =
      key(
          "longest-open-time",
          duration("10ms", "1h"),
          "30s",
          "How long no call is made at most; not less than open-time.");
  static final Key<Integer> HALF_OPEN_CALLS =
      key(
          "half-open-calls",
          count(1, 1_000),
          "10",
          "How many calls are made at once at most after the open time. The first goes alone, each"
              + " success allows one more, and as many successes close the circuit. It opens again"
              + " when the failure rate of these calls is reached.");

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private CircuitKeys() {}

  private static <T> Key<T> key(
      String name, ValueType<T> type, String defaultText, String meaning) {
    Key<T> key =
        new Key<>(true, "delivery.circuit." + name, type, defaultText, defaultText, meaning);
    TABLE.add(key);
    return key;
  }
}
