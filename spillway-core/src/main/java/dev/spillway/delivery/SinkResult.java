package dev.spillway.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/** What became of a batch at its sink. Immutable; exactly one of the permitted kinds. */
public sealed interface SinkResult {
  /** The sink holds every event of the batch. */
  SinkResult DELIVERED = new Delivered();

  /** The sink holds every event of the batch. */
  record Delivered() implements SinkResult {}

  /** The sink holds the batch but for some events; each of those spends a try. */
  record EventsRefused(List<EventRefusal> refusals) implements SinkResult {
    public EventsRefused {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * The sink took nothing because something in the batch is unacceptable. The batch is split until
   * the event is found.
   */
  record BatchRefused(String reason) implements SinkResult {
    public BatchRefused {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The sink could not work: no connection, a time-out, overload. Nobody's try is spent.
   *
   * @param category what kind of failure; all but an overload are failures for the circuit
   * @param retryAfter what the sink asked for; zero leaves it to the dispatcher
   */
  record EndpointFailed(ErrorCategory category, String reason, Duration retryAfter)
      implements SinkResult {
    public EndpointFailed {
      requireNonNull(category, "category");
      requireNonNull(reason, "reason");
      requireNonNull(retryAfter, "retryAfter");
    }

    /** A failure of no known kind. */
    public EndpointFailed(String reason, Duration retryAfter) {
      this(ErrorCategory.OTHER, reason, retryAfter);
    }
  }

  /**
   * One event that the sink does not take.
   *
   * @param index its place in the batch
   * @param reason in the sink's words
   */
  record EventRefusal(int index, String reason) {
    public EventRefusal {
      requireNonNull(reason, "reason");
    }
  }
}
