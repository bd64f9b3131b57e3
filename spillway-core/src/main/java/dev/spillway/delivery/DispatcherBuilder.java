package dev.spillway.delivery;

import dev.spillway.circuit.CircuitBreaker;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link Dispatcher}. Not thread-safe. */
public final class DispatcherBuilder {
  final EventQueue queue;
  final Sink sink;
  final TaskScheduler scheduler;
  int batchEvents = 1_000;
  int batchBytes = 1 << 20;
  int slots = 2;
  int tries = 3;
  Duration retryDelay = Duration.ofSeconds(1);
  double retryFactor = 2;
  @Nullable CircuitBreaker circuit;
  Duration reportingInterval = Duration.ofSeconds(10);

  DispatcherBuilder(EventQueue queue, Sink sink, TaskScheduler scheduler) {
    this.queue = queue;
    this.sink = sink;
    this.scheduler = scheduler;
  }

  /** The most events of a batch. Default: 1,000. */
  public DispatcherBuilder batchEvents(int events) {
    batchEvents = atLeast("batchEvents", events, 1);
    return this;
  }

  /** The most payload bytes of a batch that has more than one event. Default: 1 MiB. */
  public DispatcherBuilder batchBytes(int bytes) {
    batchBytes = atLeast("batchBytes", bytes, 1);
    return this;
  }

  /**
   * How many batches may be in delivery at once; one of these slots takes critical events only.
   * Default: 2, because a lane has one batch out and lower lanes wait for higher ones.
   */
  public DispatcherBuilder slots(int slots) {
    this.slots = atLeast("slots", slots, 2);
    return this;
  }

  /** How often an event may be refused before it becomes a dead letter. Default: 3. */
  public DispatcherBuilder tries(int tries) {
    this.tries = atLeast("tries", tries, 1);
    return this;
  }

  /**
   * The wait before an event's second try, and by how much each further wait is longer; 1 s and 2
   * give waits near 1 s, 2 s, 4 s. Each is jittered by half. Default: 1 s and 2.
   */
  public DispatcherBuilder retryDelay(Duration first, double factor) {
    if (first.isNegative() || first.isZero()) {
      throw new IllegalArgumentException("retryDelay must be positive: retryDelay=" + first);
    }
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("retryFactor must be at least 1: retryFactor=" + factor);
    }
    retryDelay = first;
    retryFactor = factor;
    return this;
  }

  /**
   * What keeps calls from the sink while it fails. Default: a circuit with its builder's defaults,
   * named as the queue.
   */
  public DispatcherBuilder circuit(CircuitBreaker circuit) {
    this.circuit = circuit;
    return this;
  }

  /**
   * How long an interval of {@link DeliveryFigures#recentTimes} is; they show two. Default: 10 s.
   */
  public DispatcherBuilder reportingInterval(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "reportingInterval must be positive: reportingInterval=" + interval);
    }
    reportingInterval = interval;
    return this;
  }

  static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + " must be at least " + least + ": " + name + "=" + value);
    }
    return value;
  }

  /** A dispatcher that has not started. */
  public Dispatcher build() {
    return new Dispatcher(this);
  }
}
