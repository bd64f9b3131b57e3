package dev.spillway.queue;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of events with a lane for each priority, held in memory and, when it has a {@link
 * SpillStore}, in a log. Thread-safe.
 *
 * <pre>{@code
 * EventQueue queue = EventQueue.builder("orders").memoryBytes(64 << 20).build();
 * Receipt receipt = queue.offer(event).toCompletableFuture().join();
 * }</pre>
 */
public final class EventQueue implements AutoCloseable {
  private EventQueue() {}

  /** Starts a queue called {@code name}, as figures and sinks will show it. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Offers one event under the queue's own promise. */
  public CompletionStage<Receipt> offer(Event event) {
    return offer(List.of(event));
  }

  /** Offers events under the queue's own promise: durable for write-ahead, else volatile. */
  public CompletionStage<Receipt> offer(List<Event> events) {
    return offer(events, Durability.VOLATILE);
  }

  /**
   * Offers events; those of one lane keep their order. Never blocks. A volatile answer is complete
   * at once, a durable one when its events are forced to disk. It never completes exceptionally.
   *
   * @param atLeast the weakest promise that will do
   */
  public CompletionStage<Receipt> offer(List<Event> events, Durability atLeast) {
    throw new UnsupportedOperationException(events + " " + atLeast);
  }

  /** Calls {@code listener} whenever a poll that found nothing might find something. */
  public void onAvailable(Runnable listener) {
    throw new UnsupportedOperationException(listener.toString());
  }

  /**
   * Takes the next batch, or null when there is none now. A batch comes from the highest lane that
   * waits, if that is at least {@code lowest} and has no batch out.
   */
  public @Nullable Batch poll(Priority lowest, int maxEvents, int maxBytes) {
    throw new UnsupportedOperationException(lowest + " " + maxEvents + " " + maxBytes);
  }

  /** Takes the next batch as {@link #poll} does, waiting for one up to {@code timeout}. */
  public @Nullable Batch take(Priority lowest, int maxEvents, int maxBytes, Duration timeout)
      throws InterruptedException {
    throw new InterruptedException(lowest + " " + maxEvents + " " + maxBytes + " " + timeout);
  }

  /** The state now. */
  public QueueFigures figures() {
    throw new UnsupportedOperationException();
  }

  /** Refuses new events from now on; what is held can still be taken. */
  public void stopAccepting() {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops accepting, writes what memory holds to the log and closes it. Afterwards {@link #figures}
   * tell what a queue without a log, or with one that failed, has lost: all that is still held in
   * memory.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  /** Collects a queue's settings. Not thread-safe. */
  public static final class Builder {
    Builder(String name) {
      throw new UnsupportedOperationException(name);
    }

    /** The memory that held events may take. Default: 64 MiB. */
    public Builder memoryBytes(long bytes) {
      throw new UnsupportedOperationException("" + bytes);
    }

    /** How many events a lane may hold in memory. Default: no bound but memory's. */
    public Builder laneEvents(Priority lane, int events) {
      throw new UnsupportedOperationException(lane + "=" + events);
    }

    /** What a full lane does. Default: SPILL with a log, DROP without. */
    public Builder strategy(Strategy strategy) {
      throw new UnsupportedOperationException(strategy.token());
    }

    /** The log, which the queue closes with itself. Default: none. */
    public Builder spill(SpillStore store, DiskMode mode) {
      throw new UnsupportedOperationException(store + " " + mode);
    }

    /** Default: the JVM's clocks. */
    public Builder time(TimeSource time) {
      throw new UnsupportedOperationException(time.toString());
    }

    public EventQueue build() {
      throw new UnsupportedOperationException();
    }
  }
}
