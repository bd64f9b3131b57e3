package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.factor;
import static dev.spillway.server.config.ScalarType.number;

import dev.spillway.Mode;
import dev.spillway.Priority;
import dev.spillway.queue.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a queue decides by. All of it can be changed while the gateway runs. */
final class PolicyKeys {
  private static final List<Key<?>> TABLE = new ArrayList<>();

  static final Key<Strategy> STRATEGY =
      key(
          "strategy",
          choice(Strategy.values(), Strategy::token),
          "spill",
          "What a lane does when it fills up: refuse (drop); ask producers to wait, then refuse"
              + " (throttle); write to the log (spill); displace waiting events of lower lanes, then"
              + " refuse (shed); or what suits each priority (adaptive). Critical events go to the"
              + " log before they are refused, whatever is chosen. A queue with disk.mode none drops"
              + " instead of spilling.");
  static final Key<Mode> BACKPRESSURE_MODE =
      key(
          "backpressure.mode",
          modes(),
          "enforce",
          "Whether producers are asked to wait, and events spilled before a lane is full, as"
              + " strategies throttle and adaptive have it (enforce); whether that is only counted"
              + " (monitor); or neither (off).");
  static final Key<Double> HIGH_MARK =
      key(
          "backpressure.high-mark",
          factor(0.01, 1),
          "0.8",
          "How full a lane is, from 0 to 1, when its backpressure turns on.");
  static final Key<Double> LOW_MARK =
      key(
          "backpressure.low-mark",
          factor(0.01, 1),
          "0.6",
          "How full it is when its backpressure turns off; less than the high mark.");
  static final Key<Duration> DELAY =
      key(
          "backpressure.delay",
          duration("1ms", "1h"),
          "10ms",
          "What a producer is asked to wait at the high mark.");
  static final Key<Double> MULTIPLIER =
      key(
          "backpressure.multiplier",
          factor(1, 1_000),
          "1.5",
          "By how much each further twentieth of the lane lengthens the wait.");
  static final Key<Duration> LONGEST_DELAY =
      key(
          "backpressure.longest-delay",
          duration("1ms", "1h"),
          "1s",
          "The longest wait that a producer is asked for.");
  static final Key<Double> SHED_SHARE =
      key(
          "shed-share",
          factor(0.01, 1),
          "0.3",
          "How much of a lower lane's waiting events one pass of displacing takes at most; half of"
              + " that from the next lane. Passes follow until there is room.");
  static final Key<Mode> DEADLINE_MODE =
      key(
          "deadline.mode",
          modes(),
          "enforce",
          "Whether an event is refused whose deadline has passed when it comes. It is never"
              + " delivered after its deadline, whatever is chosen.");

  static final Key<Mode> RATE_MODE =
      key(
          "rate.mode",
          modes(),
          "off",
          "Whether what comes faster than rate.events-per-second is refused (enforce), only counted"
              + " (monitor), or neither (off).");
  static final Key<Double> RATE =
      key(
          "rate.events-per-second",
          factor(0.001, 1e9),
          "20000000",
          "How many events may come in a second, on average.");
  static final Key<Long> RATE_BURST =
      key(
          "rate.burst",
          number(1, 1_000_000_000_000L),
          "2000000",
          "How many may come at once, after a while with fewer.");
  static final Key<Duration> RATE_WINDOW =
      key(
          "rate.window",
          duration("100ms", "1h"),
          "60s",
          "The time over which the rate is measured, and that rate.window-events bounds.");
  static final Key<Long> RATE_WINDOW_EVENTS =
      optional(
          "rate.window-events",
          number(1, 1_000_000_000_000L),
          "1000000000",
          "How many events may come in any window. Without it only rate and burst bound.");
  static final Map<Priority, Key<Double>> RATE_RESERVED = reserved();
  static final Key<Mode> TENANTS_MODE =
      key(
          "tenants.mode",
          modes(),
          "off",
          "Whether a tenant that is above its quota or its share of the memory is refused (enforce),"
              + " only counted (monitor), or neither (off). Events without a tenant are not held to"
              + " it.");
  static final Key<Double> TENANT_RATE =
      optional(
          "tenants.events-per-second",
          factor(0.001, 1e9),
          "10000",
          "How many events one tenant may send in a second. Without it there is no such bound.");
  static final Key<Long> TENANT_BURST =
      optional(
          "tenants.burst",
          number(1, 1_000_000_000_000L),
          "20000",
          "How many one tenant may send at once. Without it: what it may send in a second.");
  static final Key<Double> TENANT_SHARE =
      key(
          "tenants.memory-share",
          factor(0.001, 1),
          "1",
          "The part of the queue's memory that the waiting events of one tenant may take.");
  static final Key<Map<String, Double>> TENANT_QUOTAS =
      key(
          "tenants.quotas",
          MappingTypes.quotas(),
          "{}",
          "Tenants that may send more or fewer events in a second than the others, by name.");

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private PolicyKeys() {}

  private static Map<Priority, Key<Double>> reserved() {
    Map<Priority, Key<Double>> keys = new EnumMap<>(Priority.class);
    for (Priority priority :
        List.of(Priority.CRITICAL, Priority.HIGH, Priority.NORMAL, Priority.LOW)) {
      keys.put(
          priority,
          key(
              "rate.reserved." + priority.token(),
              factor(0, 1),
              "0",
              "The part of the rate and burst that no priority below "
                  + priority.token()
                  + " can spend."));
    }
    return keys;
  }

  private static ValueType<Mode> modes() {
    return choice(Mode.values(), Mode::token);
  }

  private static <T> Key<T> key(
      String name, ValueType<T> type, String defaultText, String meaning) {
    return added(new Key<>(true, name, type, defaultText, defaultText, meaning));
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
