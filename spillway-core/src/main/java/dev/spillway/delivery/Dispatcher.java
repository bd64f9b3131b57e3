package dev.spillway.delivery;

import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Takes batches from a queue in strict order of priority and gets them to a sink. Thread-safe. */
public final class Dispatcher {
  private Dispatcher() {}

  /** A dispatcher that runs on {@code scheduler}, which it closes when it is stopped. */
  public static Builder builder(EventQueue queue, Sink sink, TaskScheduler scheduler) {
    throw new UnsupportedOperationException(sink + " " + scheduler);
  }

  public void start() {
    throw new UnsupportedOperationException();
  }

  /**
   * Delivers until the queue is empty or {@code drain} has passed, then gives back what is out,
   * closes the sink, and completes.
   */
  public CompletionStage<Void> stop(Duration drain) {
    throw new UnsupportedOperationException(drain.toString());
  }

  /** Collects a dispatcher's settings. Not thread-safe. */
  public static final class Builder {
    private Builder() {}

    /** Default: 1,000. */
    public Builder batchEvents(int events) {
      throw new UnsupportedOperationException("" + events);
    }

    /** Default: 1 MiB. */
    public Builder batchBytes(int bytes) {
      throw new UnsupportedOperationException("" + bytes);
    }

    /** Batches in delivery at once, one kept for critical events. Default: 2. */
    public Builder slots(int slots) {
      throw new UnsupportedOperationException("" + slots);
    }

    /** Tries of one event before it is a dead letter, and the waits between. Default: 3, 1 s, 2. */
    public Builder tries(int tries, Duration firstDelay, double factor) {
      throw new UnsupportedOperationException(tries + " " + firstDelay + " " + factor);
    }

    public Dispatcher build() {
      return new Dispatcher();
    }
  }
}
