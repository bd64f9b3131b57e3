package dev.spillway.benchmarks.cli;

import dev.spillway.Priority;
import dev.spillway.queue.Batch;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Events through the public queue in batches, receipts and accounts on: one thread offers, one
 * takes and settles. The peer is what one would write without it: a {@link PriorityBlockingQueue}
 * bounded by a semaphore.
 */
final class QueueBenchmark {
  private static final int EVENTS = 4_000_000;
  private static final int BATCH = 1_000;
  private static final int BOUND = 200_000;

  private final List<List<Event>> batches = new ArrayList<>();

  QueueBenchmark() {
    Priority[] priorities = Priority.values();
    for (int number = 0; number < 50; number++) {
      List<Event> batch = new ArrayList<>();
      for (int event = 0; event < BATCH; event++) {
        batch.add(
            Event.builder("event-" + number + "-" + event, new byte[420])
                .priority(priorities[number % priorities.length])
                .build());
      }
      batches.add(batch);
    }
  }

  /** Returns events a second. */
  double spillway() throws InterruptedException {
    EventQueue queue = EventQueue.builder("benchmark").memoryBytes(512L << 20).build();
    return timed(() -> offerAll(queue), () -> takeAll(queue));
  }

  private void offerAll(EventQueue queue) {
    for (int sent = 0; sent < EVENTS; ) {
      List<Event> batch = batches.get(sent / BATCH % batches.size());
      int accepted = queue.offer(batch).toCompletableFuture().join().accepted();
      if (accepted < batch.size()) {
        throw new IllegalStateException("the queue is smaller than the work: " + accepted);
      }
      sent += accepted;
      while (queue.held() > BOUND) {
        Thread.onSpinWait();
      }
    }
  }

  private static void takeAll(EventQueue queue) throws InterruptedException {
    for (int taken = 0; taken < EVENTS; ) {
      Batch batch =
          Objects.requireNonNull(
              queue.take(Priority.BULK, BATCH, Integer.MAX_VALUE, Duration.ofMinutes(1)));
      taken += batch.size();
      batch.delivered();
    }
  }

  /** Returns events a second. */
  double priorityBlockingQueue() throws InterruptedException {
    PriorityBlockingQueue<Event> queue =
        new PriorityBlockingQueue<>(BOUND, Comparator.comparing(Event::priority));
    Semaphore room = new Semaphore(BOUND);
    return timed(
            () -> {
              for (int sent = 0; sent < EVENTS / 10; sent++) {
                room.acquire();
                queue.add(batches.get(sent / BATCH % batches.size()).get(sent % BATCH));
              }
            },
            () -> {
              List<Event> taken = new ArrayList<>(BATCH);
              for (int left = EVENTS / 10; left > 0; left -= taken.size()) {
                taken.clear();
                taken.add(queue.take());
                queue.drainTo(taken, BATCH - 1);
                room.release(taken.size());
              }
            })
        / 10;
  }

  private static double timed(Work producer, Work consumer) throws InterruptedException {
    TimeSource time = TimeSource.system();
    long startNanos = time.nanoTime();
    Thread thread = new Thread(() -> run(producer), "producer");
    thread.start();
    run(consumer);
    thread.join();
    return EVENTS * 1e9 / (time.nanoTime() - startNanos);
  }

  private static void run(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }
}
