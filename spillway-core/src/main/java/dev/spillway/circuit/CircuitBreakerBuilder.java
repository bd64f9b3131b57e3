package dev.spillway.circuit;

import dev.spillway.Mode;
import dev.spillway.internal.Nanos;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.Objects;

/** Collects the settings of a {@link CircuitBreaker}. Not thread-safe. */
public final class CircuitBreakerBuilder {
  final String name;
  final TimeSource time;
  Mode mode = Mode.ENFORCE;
  double failureRate = 0.5;
  int minimumCalls = 10;
  int consecutiveFailures = 5;
  int failuresInWindow;
  Duration window = Duration.ofSeconds(30);
  Duration openTime = Duration.ofSeconds(1);
  Duration longestOpenTime = Duration.ofSeconds(30);
  long healthyNanos = Duration.ofMinutes(1).toNanos();
  int halfOpenCalls = 10;
  int successesToClose = 10;
  Duration answerTime = Duration.ofMinutes(1);
  long seed;

  CircuitBreakerBuilder(String name, TimeSource time) {
    this.name = Objects.requireNonNull(name, "name");
    this.time = time;
    seed = time.nanoTime();
  }

  /** How far the circuit goes. Default: ENFORCE. */
  public CircuitBreakerBuilder mode(Mode mode) {
    this.mode = Objects.requireNonNull(mode, "mode");
    return this;
  }

  /**
   * The share of the window's calls that opens the circuit when it fails, above 0 and at most 1.
   * Default: 0.5, above which a call costs two or more on average.
   */
  public CircuitBreakerBuilder failureRate(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "failureRate must be above 0 and at most 1: failureRate=" + rate);
    }
    failureRate = rate;
    return this;
  }

  /**
   * How many calls the window must hold before their failure rate counts. Default: 10, so that one
   * failure of the first two calls opens nothing.
   */
  public CircuitBreakerBuilder minimumCalls(int calls) {
    minimumCalls = atLeast("minimumCalls", calls, 1);
    return this;
  }

  /**
   * How many failures in a row open the circuit, however few calls there are; 0 for any number.
   * Default: 5. Something that fails one call in ten does so once in a hundred thousand calls.
   */
  public CircuitBreakerBuilder consecutiveFailures(int failures) {
    consecutiveFailures = atLeast("consecutiveFailures", failures, 0);
    return this;
  }

  /**
   * How many failures within the window open the circuit, whatever succeeds; 0 for any number.
   * Default: 0, because the bound that is right depends on how many calls there are.
   */
  public CircuitBreakerBuilder failuresInWindow(int failures) {
    failuresInWindow = atLeast("failuresInWindow", failures, 0);
    return this;
  }

  /** How long a call is remembered, in steps of a tenth. Default: 30 s. */
  public CircuitBreakerBuilder window(Duration window) {
    this.window = positive("window", window);
    return this;
  }

  /**
   * How long the circuit is open, the first time and at most; each opening in a row doubles it, and
   * each is jittered by half. Default: 1 s and 30 s, short enough to notice a restart and long
   * enough to spare what is down.
   */
  public CircuitBreakerBuilder openTime(Duration first, Duration longest) {
    openTime = positive("openTime", first);
    longestOpenTime = longest;
    return this;
  }

  /**
   * How long the circuit must have been closed for its next open time to be the first again.
   * Default: 1 min, twice the longest open time.
   */
  public CircuitBreakerBuilder healthyTime(Duration healthy) {
    healthyNanos = Nanos.of(positive("healthyTime", healthy));
    return this;
  }

  /** The most calls at once while half-open; the first goes alone. Default: 10. */
  public CircuitBreakerBuilder halfOpenCalls(int calls) {
    halfOpenCalls = atLeast("halfOpenCalls", calls, 1);
    return this;
  }

  /**
   * How many calls must succeed while half-open to close the circuit. It opens again when the share
   * of its calls that failed reaches the failure rate, as the first one alone does, or as many
   * failed as successes would have closed it. Default: 10.
   */
  public CircuitBreakerBuilder successesToClose(int successes) {
    successesToClose = atLeast("successesToClose", successes, 1);
    return this;
  }

  /**
   * How long the calls of a half-open circuit may all be without an answer before it opens again,
   * so that a lost answer cannot keep it half-open for ever. Default: 1 min.
   */
  public CircuitBreakerBuilder answerTime(Duration answer) {
    answerTime = positive("answerTime", answer);
    return this;
  }

  /** Where the jitter comes from. Default: the time at which this builder was made. */
  public CircuitBreakerBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** A closed circuit. */
  public CircuitBreaker build() {
    if (longestOpenTime.compareTo(openTime) < 0) {
      throw new IllegalArgumentException(
          "longestOpenTime must be at least openTime: longestOpenTime="
              + longestOpenTime
              + " openTime="
              + openTime);
    }
    return new CircuitBreaker(this);
  }

  private static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ": " + name + "=" + value);
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive: " + name + "=" + value);
    }
    return value;
  }
}
