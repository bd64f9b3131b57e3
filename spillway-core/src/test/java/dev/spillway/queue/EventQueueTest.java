package dev.spillway.queue;

import static dev.spillway.queue.Events.event;
import static dev.spillway.queue.Events.ids;
import static dev.spillway.queue.Events.numbered;
import static dev.spillway.queue.Events.offer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.Refused;
import dev.spillway.TimeBucket;
import dev.spillway.WaitFigures;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventQueueTest {
  private static final int MANY = 1_000_000;

  private final ManualTime time = new ManualTime(4711);
  private EventQueue queue = EventQueue.builder("test").memoryBytes(1 << 20).time(time).build();

  @AfterEach
  void accountsAreExact() {
    for (LaneFigures lane : queue.figures().lanes().values()) {
      assertThat(lane.account().imbalance()).as(lane.account().toString()).isZero();
    }
  }

  private Batch poll(int maxEvents) {
    return requireNonNull(queue.poll(Priority.BULK, maxEvents, MANY));
  }

  @Test
  @DisplayName("A2: the highest lane is emptied first, each in the order of arrival")
  void poll_lanesFilledInReverse_takesHighestFirst() {
    for (int level = 4; level >= 0; level--) {
      offer(queue, numbered(Priority.values()[level], 0, 3));
    }
    for (Priority priority : Priority.values()) {
      Batch batch = poll(10);
      assertThat(batch.priority()).isEqualTo(priority);
      assertThat(ids(batch))
          .containsExactly(
              priority.token() + "-0", priority.token() + "-1", priority.token() + "-2");
      batch.delivered();
    }
    assertThat(queue.held()).isZero();
    assertThat(queue.figures().memoryBytes()).isZero();
  }

  @Test
  void poll_laneHasABatchOutAndMoreWaiting_handsOutNothingLower() {
    offer(queue, numbered(Priority.HIGH, 0, 4));
    offer(queue, numbered(Priority.LOW, 0, 1));
    Batch first = poll(2);
    assertThat(queue.poll(Priority.BULK, 10, MANY)).isNull();
    first.delivered();
    Batch second = poll(2);
    assertThat(second.priority()).isEqualTo(Priority.HIGH);
    assertThat(poll(10).priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void poll_lowestIsCritical_leavesOtherLanesAlone() {
    offer(queue, numbered(Priority.HIGH, 0, 1));
    assertThat(queue.poll(Priority.CRITICAL, 10, MANY)).isNull();
    offer(queue, numbered(Priority.CRITICAL, 0, 1));
    assertThat(requireNonNull(queue.poll(Priority.CRITICAL, 10, MANY)).priority())
        .isEqualTo(Priority.CRITICAL);
  }

  @Test
  void poll_batchBytesReached_endsTheBatchButNeverEmpty() {
    offer(queue, List.of(event("a", Priority.NORMAL, 900), event("b", Priority.NORMAL, 900)));
    Batch batch = requireNonNull(queue.poll(Priority.BULK, 10, 500));
    assertThat(ids(batch)).containsExactly("a");
    batch.delivered();
  }

  @Test
  void offer_ringGrowsWhileABatchIsOut_leavesTheBatchReadable() {
    offer(queue, numbered(Priority.NORMAL, 0, 50));
    poll(30).delivered();
    Batch out = poll(20);
    offer(queue, numbered(Priority.NORMAL, 50, 400));
    assertThat(ids(out).get(0)).isEqualTo("normal-30");
    assertThat(ids(out).get(19)).isEqualTo("normal-49");
    out.delivered();
    assertThat(ids(poll(1))).containsExactly("normal-50");
  }

  @ParameterizedTest
  @EnumSource(Priority.class)
  @DisplayName("A1: each lane is bounded by its own number of events")
  void offer_laneIsFull_refusesTheRestInOrder(Priority priority) {
    queue = EventQueue.builder("small").laneEvents(priority, 3).time(time).build();
    Receipt receipt = offer(queue, numbered(priority, 0, 5));
    assertThat(receipt.accepted()).isEqualTo(3);
    assertThat(receipt.durability()).isEqualTo(Durability.VOLATILE);
    assertThat(receipt.refusals()).extracting(Receipt.Refusal::index).containsExactly(3, 4);
    assertThat(receipt.decision(4)).isEqualTo(new Refused(Reason.LANE_FULL, Duration.ofSeconds(1)));
    Account account = requireNonNull(queue.figures().lanes().get(priority)).account();
    assertThat(account.refused()).containsOnly(Map.entry(Reason.LANE_FULL, 2L));
  }

  @Test
  void offer_bulkFillsItsMemory_leavesHeadroomForEveryHigherLevel() {
    List<Priority> upwards = new ArrayList<>(List.of(Priority.values()));
    Collections.reverse(upwards);
    for (Priority priority : upwards) {
      Receipt receipt = offer(queue, numbered(priority, 0, 20_000));
      assertThat(receipt.accepted()).as(priority.token()).isBetween(1, 19_999);
      assertThat(receipt.refusals().get(0).decision().reason()).isEqualTo(Reason.MEMORY_FULL);
    }
    QueueFigures figures = queue.figures();
    assertThat(figures.memoryBytes()).isLessThanOrEqualTo(figures.memoryBoundBytes());
    assertThat(figures.memoryBytes()).isGreaterThan(figures.memoryBoundBytes() * 99 / 100);
  }

  @Test
  void offer_refusedForMemory_takesNoLaneLock() throws Exception {
    offer(queue, numbered(Priority.BULK, 0, 20_000));
    AtomicInteger refused = new AtomicInteger();
    Lane lane = queue.lane(Priority.BULK);
    lane.lock().lock();
    try {
      Thread producer =
          new Thread(
              () -> refused.set(offer(queue, numbered(Priority.BULK, 0, 7)).refusals().size()));
      producer.start();
      producer.join(10_000);
    } finally {
      lane.lock().unlock();
    }
    assertThat(refused).hasValue(7);
  }

  @Test
  void offer_deadlinePassed_isRefusedAtTheDoor() {
    Event late = Event.builder("late", new byte[1]).deadlineMillis(time.epochMillis()).build();
    Event intime =
        Event.builder("in-time", new byte[1]).deadlineMillis(time.epochMillis() + 1).build();
    Receipt receipt = offer(queue, List.of(late, intime));
    assertThat(receipt.accepted()).isEqualTo(1);
    assertThat(receipt.decision(0)).isEqualTo(new Refused(Reason.DEADLINE_PASSED, Duration.ZERO));
  }

  @Test
  void poll_deadlinePassedWhileHeld_countsAsExpiredAndIsNeverHandedOut() {
    long soon = time.epochMillis() + 100;
    List<Event> events = new ArrayList<>(numbered(Priority.NORMAL, 0, 2));
    events.add(1, Event.builder("late", new byte[1]).deadlineMillis(soon).build());
    events.add(0, Event.builder("later", new byte[1]).deadlineMillis(soon).build());
    offer(queue, events);
    time.advance(Duration.ofMillis(100));
    Batch first = poll(10);
    assertThat(ids(first)).containsExactly("normal-0");
    first.delivered();
    Batch second = poll(10);
    assertThat(ids(second)).containsExactly("normal-1");
    second.delivered();
    Account account = requireNonNull(queue.figures().lanes().get(Priority.NORMAL)).account();
    assertThat(account.expired()).isEqualTo(2);
    assertThat(queue.figures().memoryBytes()).isZero();
  }

  @Test
  void offer_eventLargerThanItsShare_isRefusedForItsSize() {
    Receipt receipt = offer(queue, List.of(event("huge", Priority.CRITICAL, 1 << 20)));
    assertThat(receipt.decision(0)).isEqualTo(new Refused(Reason.EVENT_TOO_LARGE, Duration.ZERO));
  }

  @Test
  void offer_durableWithoutALog_isRefused() {
    Receipt receipt =
        queue.offer(numbered(Priority.HIGH, 0, 2), Durability.DURABLE).toCompletableFuture().join();
    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.decision(1)).isEqualTo(new Refused(Reason.NOT_DURABLE, Duration.ZERO));
  }

  @Test
  void offer_afterStopAccepting_isRefusedAndWhatIsHeldCanBeTaken() {
    offer(queue, numbered(Priority.HIGH, 0, 1));
    queue.stopAccepting();
    Receipt receipt = offer(queue, numbered(Priority.HIGH, 1, 2));
    assertThat(receipt.decision(0)).isEqualTo(new Refused(Reason.STOPPING, Duration.ofSeconds(1)));
    assertThat(ids(poll(10))).containsExactly("high-0");
  }

  @Test
  void retry_event_comesBackAfterItsDelayWithItsTriesWhileOthersGoOn() {
    offer(queue, numbered(Priority.NORMAL, 0, 3));
    Batch batch = poll(2);
    batch.started(0, 2);
    batch.retry(0, Duration.ofSeconds(1), "not now");
    batch.delivered();
    Batch next = poll(10);
    assertThat(ids(next)).containsExactly("normal-2");
    next.delivered();
    assertThat(queue.poll(Priority.BULK, 10, MANY)).isNull();
    assertThat(queue.untilNextRetryNanos(time.nanoTime()))
        .isEqualTo(Duration.ofSeconds(1).toNanos());
    time.advance(Duration.ofSeconds(1));
    Batch again = poll(10);
    again.started(0, 1);
    assertThat(ids(again)).containsExactly("normal-0");
    assertThat(again.tries(0)).isEqualTo(1);
    assertThat(again.attempt(0)).isEqualTo(2);
    again.delivered();
    Account account = requireNonNull(queue.figures().lanes().get(Priority.NORMAL)).account();
    assertThat(account.delivered()).isEqualTo(3);
    assertThat(account.redelivered()).isEqualTo(1);
    assertThat(queue.figures().memoryBytes()).isZero();
  }

  @Test
  void deadLetter_queueWithoutLog_keepsALimitedNumberAndThenTriesAgain() {
    int kept = LettersInMemory.MOST;
    offer(queue, numbered(Priority.NORMAL, 0, kept + 1));
    Batch batch = poll(kept + 1);
    for (int index = 0; index <= kept; index++) {
      batch.deadLetter(index, "spoiled");
    }
    QueueFigures figures = queue.figures();
    assertThat(figures.deadLetters()).isEqualTo(kept);
    assertThat(figures.trouble()).contains("dead letters are full");
    DeadLetterPage page =
        queue.deadLetters().list(DeadLetterFilter.ALL, -1).toCompletableFuture().join();
    assertThat(page.letters().get(0).event().id()).isEqualTo("normal-0");
    time.advance(Duration.ofSeconds(1));
    assertThat(ids(poll(10))).containsExactly("normal-" + kept);
  }

  @Test
  void release_partOfABatch_handsTheRestOutAgainInOrderAndFirst() {
    offer(queue, numbered(Priority.NORMAL, 0, 6));
    Batch batch = poll(4);
    batch.delivered(1);
    batch.release();
    Batch again = poll(10);
    assertThat(ids(again)).containsExactly("normal-0", "normal-2", "normal-3");
    again.delivered();
    assertThat(ids(poll(10))).containsExactly("normal-4", "normal-5");
  }

  @Test
  void delivered_twice_throws() {
    offer(queue, numbered(Priority.NORMAL, 0, 2));
    Batch batch = poll(2);
    batch.delivered(0);
    assertThatThrownBy(() -> batch.delivered(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already settled");
    batch.delivered();
    assertThatThrownBy(batch::delivered)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("batch is already settled: lane=normal");
  }

  @Test
  void take_emptyQueue_waitsForTheNextOffer() throws Exception {
    EventQueue real = EventQueue.builder("real").build();
    Thread producer = new Thread(() -> offer(real, numbered(Priority.LOW, 0, 1)));
    Thread consumer = Thread.currentThread();
    Thread starter =
        new Thread(
            () -> {
              while (consumer.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              producer.start();
            });
    starter.start();
    Batch batch = real.take(Priority.BULK, 10, MANY, Duration.ofSeconds(30));
    assertThat(ids(requireNonNull(batch))).containsExactly("low-0");
    starter.join();
    producer.join();
  }

  @Test
  void take_nothingComes_returnsNullWhenTheTimeIsUp() throws Exception {
    EventQueue real = EventQueue.builder("real").build();
    assertThat(real.take(Priority.BULK, 10, MANY, Duration.ofMillis(20))).isNull();
  }

  @Test
  void figures_afterWaiting_tellHowLongTheFirstDeliveryTook() {
    offer(queue, numbered(Priority.HIGH, 0, 1));
    time.advance(Duration.ofMillis(320));
    poll(1).delivered();
    WaitFigures waits = requireNonNull(queue.figures().lanes().get(Priority.HIGH)).waits();
    assertThat(waits.count()).isEqualTo(1);
    assertThat(waits.maxNanos()).isEqualTo(Duration.ofMillis(320).toNanos());
    assertThat(waits.p99Nanos()).isEqualTo(waits.maxNanos());
    assertThat(waits.totalNanos()).isEqualTo(waits.maxNanos());
    assertThat(waits.buckets())
        .contains(new TimeBucket(250_000_000, 0), new TimeBucket(500_000_000, 1))
        .isSortedAccordingTo(Comparator.comparingLong(TimeBucket::atMostNanos));
  }

  @Test
  void build_withImpossibleSettings_saysWhatIsWrong() {
    assertThatThrownBy(() -> EventQueue.builder("q").memoryBytes(1000))
        .hasMessage("memoryBytes must be at least 262144: memoryBytes=1000");
    assertThatThrownBy(() -> EventQueue.builder("q").laneEvents(Priority.LOW, 0))
        .hasMessage("laneEvents must be at least 1: LOW=0");
    assertThatThrownBy(() -> EventQueue.builder("q").strategy(Strategy.SPILL).build())
        .hasMessage("strategy must not be spill for a queue without a log: strategy=spill");
    assertThatThrownBy(() -> EventQueue.builder("")).hasMessage("name must not be empty");
  }
}
