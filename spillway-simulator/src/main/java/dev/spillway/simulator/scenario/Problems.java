package dev.spillway.simulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what a scenario breaks, each with the path of its key. Not thread-safe. */
final class Problems {
  static final Duration LEAST = Duration.ofNanos(1_000);
  static final Duration MOST = Duration.ofHours(1);

  private final Duration length;
  private final List<Problem> all = new ArrayList<>();

  /** For a scenario of such a length. */
  Problems(Duration length) {
    this.length = length;
  }

  /**
   * One broken rule.
   *
   * @param needs the paths of other keys that the rule looks at
   */
  record Problem(String path, String allowed, String found, List<String> needs) {
    String message() {
      return path + " must be " + allowed + ": " + name() + "=" + found;
    }

    private String name() {
      return path.substring(path.lastIndexOf('.') + 1);
    }
  }

  /** A scenario that breaks rules. */
  static final class BrokenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    BrokenException(List<Problem> problems) {
      super(String.join("\n", problems.stream().map(Problem::message).toList()));
      this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
      return problems;
    }
  }

  void throwIfAny() {
    if (!all.isEmpty()) {
      throw new BrokenException(all);
    }
  }

  Duration length() {
    return length;
  }

  /** Adds a problem unless the rule holds, which looks at {@code needs} too. */
  void require(boolean holds, String path, String allowed, Object found, String... needs) {
    if (!holds) {
      String shown = found instanceof Duration time ? Units.text(time) : String.valueOf(found);
      all.add(new Problem(path, allowed, shown, List.of(needs)));
    }
  }

  void duration(String path, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        path,
        "a duration from " + Units.text(least) + " to " + Units.text(most),
        value);
  }

  void duration(String path, Duration value) {
    duration(path, value, LEAST, MOST);
  }

  void count(String path, int value, int most) {
    require(value >= 1 && value <= most, path, "a whole number from 1 to " + most, value);
  }

  void number(String path, double value, double least, double most) {
    require(
        value >= least && value <= most,
        path,
        "a number from " + Units.text(least) + " to " + Units.text(most),
        Units.text(value));
  }

  void bytes(String path, long value, long least, long most) {
    require(
        value >= least && value <= most,
        path,
        "a size from " + Units.text(least) + " to " + Units.text(most),
        Units.text(value));
  }

  /** A moment within the run. */
  void moment(String path, Duration value) {
    require(
        !value.isNegative() && value.compareTo(length) <= 0,
        path,
        "within the length of " + Units.text(length),
        value,
        "length");
  }

  void span(String path, Span span) {
    moment(path + ".from", span.from());
    moment(path + ".until", span.until());
    require(
        span.until().compareTo(span.from()) > 0,
        path + ".until",
        "after from, which is " + Units.text(span.from()),
        span.until(),
        path + ".from");
  }
}
