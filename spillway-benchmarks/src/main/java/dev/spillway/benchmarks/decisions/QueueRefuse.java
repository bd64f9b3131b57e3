package dev.spillway.benchmarks.decisions;

import dev.spillway.Decision;
import dev.spillway.Priority;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.Strategy;
import java.util.Comparator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event offered to a queue whose lane is full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueRefuse {
  private final Event event = Event.builder("event", new byte[420]).build();
  private final EventQueue queue =
      EventQueue.builder("full").laneEvents(Priority.NORMAL, 1).strategy(Strategy.DROP).build();
  private final ArrayBlockingQueue<Event> array = new ArrayBlockingQueue<>(1);
  private final PriorityBlockingQueue<Event> heap =
      new PriorityBlockingQueue<>(1, Comparator.comparing(Event::priority));
  private final Semaphore room = new Semaphore(1);

  /** Fills every queue. */
  public QueueRefuse() {
    queue.tryOffer(event);
    boolean full = array.offer(event) && priorityBlockingQueueBounded();
    if (!full || !(spillway() instanceof dev.spillway.Refused)) {
      throw new IllegalStateException("a queue is not full");
    }
  }

  @Benchmark
  public Decision spillway() {
    return queue.tryOffer(event);
  }

  @Benchmark
  public boolean arrayBlockingQueue() {
    return array.offer(event);
  }

  @Benchmark
  public boolean priorityBlockingQueueBounded() {
    return room.tryAcquire() && heap.offer(event);
  }
}
