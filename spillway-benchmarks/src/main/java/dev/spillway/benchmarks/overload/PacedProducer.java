package dev.spillway.benchmarks.overload;

import dev.spillway.Decision;
import dev.spillway.Delayed;
import dev.spillway.Priority;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import dev.spillway.benchmarks.Samples;
import dev.spillway.queue.Content;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TaskScheduler;
import dev.spillway.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A thread that offers events of all priorities at a steady rate, whatever it is told, in batches
 * or one by one. What it could not make in time it makes up for, up to a bound.
 */
final class PacedProducer implements AutoCloseable {
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int PAYLOADS = 500;
  private static final int PAYLOAD_BYTES = 420;
  private static final int MOST_IN_A_TURN = 2_000;

  private final int number;
  private final EventQueue queue;
  private final Tally tally;
  private final TaskScheduler tasks;
  private final TimeSource time;
  private final SplittableRandom random;
  private final byte[][] payloads = new byte[PAYLOADS][];
  private final double nanosPerEvent;
  private long begunNanos;
  private long made;
  private volatile boolean stopped;

  PacedProducer(int number, EventQueue queue, Tally tally, double eventsPerSecond) {
    this.number = number;
    this.queue = queue;
    this.tally = tally;
    tasks = TaskScheduler.onThread("producer-" + number);
    time = tasks.time();
    random = new SplittableRandom(number);
    nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / eventsPerSecond;
    for (int payload = 0; payload < PAYLOADS; payload++) {
      payloads[payload] = Samples.jsonEvent(PAYLOADS * number + payload, PAYLOAD_BYTES);
    }
  }

  void start() {
    begunNanos = time.nanoTime();
    tasks.execute(this::turn);
  }

  private void turn() {
    if (stopped) {
      return;
    }
    long due = (long) ((time.nanoTime() - begunNanos) / nanosPerEvent);
    int count = (int) Math.min(MOST_IN_A_TURN, due - made);
    if (number % 2 == 0) {
      offerTogether(count);
    } else {
      offerOneByOne(count);
    }
    made = due; // what is beyond the bound was not made
    tasks.schedule(this::turn, TURN_NANOS);
  }

  private void offerTogether(int count) {
    List<Event> events = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      events.add(event(made + index));
    }
    tally.begun();
    queue.offer(events).whenComplete((receipt, error) -> answered(events, receipt));
  }

  private void answered(List<Event> events, Receipt receipt) {
    for (int index = 0; index < events.size(); index++) {
      count(events.get(index), receipt.decision(index));
    }
    tally.answered();
  }

  private void offerOneByOne(int count) {
    for (int index = 0; index < count; index++) {
      Event event = event(made + index);
      count(event, queue.tryOffer(event));
    }
  }

  private void count(Event event, Decision decision) {
    tally.offered(event.priority(), !(decision instanceof Refused), decision instanceof Delayed);
  }

  private Event event(long index) {
    byte[] payload = payloads[random.nextInt(PAYLOADS)].clone();
    return Event.builder("p" + number + "-" + index, payload)
        .priority(priority(random.nextInt(100)))
        .content(Content.JSON)
        .build();
  }

  private static Priority priority(int percent) {
    int left = percent;
    for (Priority priority : Priority.values()) {
      left -= Plan.PERCENT.get(priority.ordinal());
      if (left < 0) {
        return priority;
      }
    }
    return Priority.BULK;
  }

  /** Ends after the turn that is under way. */
  @Override
  public void close() {
    stopped = true;
    tasks.close();
  }
}
