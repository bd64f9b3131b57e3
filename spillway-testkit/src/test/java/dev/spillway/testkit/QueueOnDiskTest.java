package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.spill.SpillLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The queue on real threads and a real disk. */
class QueueOnDiskTest {
  private static final int PRODUCERS = 4;
  private static final int OFFERS_BEFORE_CLOSE = 300;

  @TempDir Path directory;

  @RepeatedTest(5)
  void close_whileProducersOffer_answersEveryOfferAndLosesNothingAccepted() throws Exception {
    EventQueue queue = queue();
    ConcurrentLinkedQueue<CompletableFuture<Receipt>> answers = new ConcurrentLinkedQueue<>();
    CountDownLatch underWay = new CountDownLatch(OFFERS_BEFORE_CLOSE);
    List<Thread> producers = new ArrayList<>();
    for (int number = 0; number < PRODUCERS; number++) {
      int producer = number;
      Thread thread = new Thread(() -> offerUntilStopped(queue, producer, answers, underWay));
      thread.start();
      producers.add(thread);
    }
    underWay.await();
    queue.close();
    for (Thread producer : producers) {
      producer.join();
    }
    long accepted = 0;
    for (CompletableFuture<Receipt> answer : answers) {
      accepted += answer.get(10, TimeUnit.SECONDS).accepted();
    }
    long inLog = 0;
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
      assertThat(lane.inMemory()).isZero();
      inLog += lane.inLog();
    }
    assertThat(inLog).isEqualTo(accepted);
    try (EventQueue again = queue()) {
      assertThat(again.held()).isEqualTo(accepted);
    }
  }

  private EventQueue queue() {
    SpillLog log = SpillLog.builder(directory).diskBytes(64 << 20).blockBytes(16 << 10).open();
    return EventQueue.builder("race").memoryBytes(1 << 20).spill(log, DiskMode.OVERFLOW).build();
  }

  private static void offerUntilStopped(
      EventQueue queue,
      int producer,
      ConcurrentLinkedQueue<CompletableFuture<Receipt>> answers,
      CountDownLatch underWay) {
    Priority[] priorities = Priority.values();
    for (int number = 0; ; number++) {
      List<Event> events = new ArrayList<>();
      for (int event = 0; event < 20; event++) {
        events.add(
            Event.builder(producer + "-" + number + "-" + event, new byte[200])
                .priority(priorities[(number + event) % priorities.length])
                .build());
      }
      Durability promise = number % 3 == 0 ? Durability.DURABLE : Durability.VOLATILE;
      CompletableFuture<Receipt> answer = queue.offer(events, promise).toCompletableFuture();
      answers.add(answer);
      underWay.countDown();
      boolean stopped =
          answer.isDone()
              && answer.join().refusals().stream()
                  .anyMatch(refusal -> refusal.decision().reason() == Reason.STOPPING);
      if (stopped) {
        return;
      }
    }
  }
}
