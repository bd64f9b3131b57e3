package dev.spillway.server.config;

import static dev.spillway.server.config.ScalarType.choice;
import static dev.spillway.server.config.ScalarType.duration;
import static dev.spillway.server.config.ScalarType.factor;

import dev.spillway.Mode;
import dev.spillway.queue.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

  /** Every key, in order. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private PolicyKeys() {}

  private static ValueType<Mode> modes() {
    return choice(Mode.values(), Mode::token);
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
