package dev.spillway.testkit;

import static dev.spillway.testkit.QueueRig.events;
import static dev.spillway.testkit.QueueRig.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Durability;
import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.Receipt;
import dev.spillway.delivery.Dispatcher;
import dev.spillway.delivery.SinkResult;
import dev.spillway.delivery.SinkResult.EventRefusal;
import dev.spillway.queue.BatchView;
import dev.spillway.queue.DiskMode;
import dev.spillway.queue.Event;
import dev.spillway.queue.RecordBuffer;
import dev.spillway.queue.SpillLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QueueOnLogTest {
  private static final Duration SOON = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final SimulatedFiles files = new SimulatedFiles();

  @Test
  @DisplayName("A8: order is kept to disk and back, and the lane returns to memory")
  void offer_moreThanMemoryHolds_spillsAndDeliversInOrderAndComesBackToMemory() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    for (int part = 0; part < 20; part++) {
      rig.accept(events(Priority.NORMAL, part * 100, part * 100 + 100));
      rig.run(SOON);
    }
    assertThat(rig.lane(Priority.NORMAL).inDiskMode()).isTrue();
    assertThat(rig.lane(Priority.NORMAL).inMemory()).isPositive();
    assertThat(rig.lane(Priority.NORMAL).inLog()).isGreaterThan(1000);
    rig.dispatch();
    rig.run(LONG);
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.NORMAL, 0, 2000));
    assertThat(rig.lane(Priority.NORMAL).inDiskMode()).isFalse();
    assertThat(rig.account(Priority.NORMAL).spilled()).isPositive();
    assertThat(rig.queue.figures().memoryBytes()).isZero();
    rig.assertExact();
    rig.accept(events(Priority.NORMAL, 2000, 2001));
    rig.run(SOON);
    assertThat(rig.taken).hasSize(2001);
  }

  @Test
  void offer_whileABacklogDrains_keepsTheOrderThroughout() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    rig.dispatch();
    boolean[] open = {false};
    rig.sink =
        batch ->
            open[0]
                ? SinkResult.DELIVERED
                : new SinkResult.EndpointFailed("closed", Duration.ofMillis(1));
    int offered = 0;
    for (int round = 0; round < 200; round++) {
      open[0] = round % 40 > 25;
      rig.accept(events(Priority.HIGH, offered, offered + 37));
      offered += 37;
      rig.run(Duration.ofMillis(17));
    }
    open[0] = true;
    rig.run(LONG);
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.HIGH, 0, offered));
    rig.assertExact();
  }

  @Test
  void offer_durable_isAnsweredOnlyAfterTheForceAndSurvivesACrash() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    CompletableFuture<Receipt> answer =
        rig.offer(Durability.DURABLE, events(Priority.CRITICAL, 0, 5));
    assertThat(answer).isNotCompleted();
    rig.run(SOON);
    assertThat(answer.join().accepted()).isEqualTo(5);
    assertThat(answer.join().durability()).isEqualTo(Durability.DURABLE);

    QueueRig after = new QueueRig(files.crash(1), DiskMode.OVERFLOW);
    assertThat(after.account(Priority.CRITICAL).recovered()).isEqualTo(5);
    after.dispatch();
    after.run(SOON);
    assertThat(after.taken).containsExactlyElementsOf(ids(Priority.CRITICAL, 0, 5));
    after.assertExact();
  }

  @Test
  void offer_volatileWhileInDiskMode_isAnsweredAtOnce() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    rig.offerDurable(events(Priority.LOW, 0, 1));
    assertThat(rig.lane(Priority.LOW).inDiskMode()).isTrue();
    CompletableFuture<Receipt> answer = rig.offer(Durability.VOLATILE, events(Priority.LOW, 1, 2));
    assertThat(answer).isCompleted();
    assertThat(answer.join().durability()).isEqualTo(Durability.VOLATILE);
    rig.dispatch();
    rig.run(LONG);
    assertThat(rig.taken).containsExactly("low-0", "low-1");
  }

  @Test
  void offer_writeAhead_promisesDurableAndServesFromMemoryJustWritten() {
    QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);
    rig.dispatch();
    CompletableFuture<Receipt> answer =
        rig.offer(Durability.VOLATILE, events(Priority.NORMAL, 0, 10));
    rig.run(SOON);
    assertThat(answer.join().durability()).isEqualTo(Durability.DURABLE);
    assertThat(rig.taken).hasSize(10);
    assertThat(rig.account(Priority.NORMAL).spilled()).isZero();
    assertThat(rig.queue.figures().memoryBytes()).isZero();
    rig.assertExact();
  }

  @Test
  @DisplayName("A13: a stop loses nothing accepted and keeps the order")
  void close_memoryAndLogHoldEvents_nextStartDeliversAllInOrder() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    for (int part = 0; part < 15; part++) {
      rig.accept(events(Priority.NORMAL, part * 100, part * 100 + 100));
      rig.run(SOON);
    }
    rig.accept(events(Priority.CRITICAL, 0, 3));
    assertThat(rig.lane(Priority.NORMAL).inMemory()).isPositive();
    assertThat(rig.lane(Priority.NORMAL).inLog()).isPositive();
    rig.queue.close();
    assertThat(rig.lane(Priority.NORMAL).inMemory()).isZero();
    rig.assertExact();

    QueueRig after = new QueueRig(files.crash(3), DiskMode.OVERFLOW);
    assertThat(after.account(Priority.NORMAL).recovered()).isEqualTo(1500);
    after.dispatch();
    after.accept(events(Priority.NORMAL, 1500, 1510));
    after.run(LONG);
    assertThat(after.taken.subList(0, 3)).containsExactlyElementsOf(ids(Priority.CRITICAL, 0, 3));
    assertThat(after.taken.subList(3, after.taken.size()))
        .containsExactlyElementsOf(ids(Priority.NORMAL, 0, 1510));
    after.assertExact();
  }

  @Test
  @DisplayName("A9: a refused durable event keeps its tries over a restart")
  void retry_eventOfTheLog_isWrittenAgainWithItsTriesAndLetsItsBlockGo() {
    QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);
    rig.dispatch();
    rig.sink = refusing("high-1");
    rig.offerDurable(events(Priority.HIGH, 0, 3));
    rig.run(Duration.ofMillis(200));
    assertThat(rig.taken).containsExactly("high-0", "high-2");
    assertThat(rig.account(Priority.HIGH).held()).isEqualTo(1);
    rig.run(Duration.ofMillis(1_100)); // the log remembers each second what was settled

    QueueRig after = new QueueRig(files.crash(5), DiskMode.WRITE_AHEAD);
    after.dispatch();
    List<Integer> attempts = new ArrayList<>();
    after.sink =
        batch -> {
          attempts.add(batch.attempt(0));
          return refusing("high-1").apply(batch);
        };
    after.run(LONG);
    assertThat(attempts).containsExactly(2, 3);
    assertThat(after.account(Priority.HIGH).deadLettered()).isEqualTo(1);
    assertThat(after.queue.figures().deadLetters()).isEqualTo(1);
    assertThat(after.queue.held()).isZero();
    after.assertExact();
  }

  @Test
  void poll_eachEventWasForcedAlone_gathersThemInLargeBatches() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    for (int number = 0; number < 60; number++) {
      rig.offerDurable(events(Priority.NORMAL, number, number + 1));
      rig.run(SOON);
    }
    List<Integer> sizes = new ArrayList<>();
    rig.sink =
        batch -> {
          sizes.add(batch.size());
          return SinkResult.DELIVERED;
        };
    rig.dispatch();
    rig.run(LONG);
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.NORMAL, 0, 60));
    assertThat(sizes).hasSizeLessThan(8);
    rig.assertExact();
  }

  @Test
  void retry_everyEventOfTheLogIsRefused_keepsOnlyAFewInMemory() {
    QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);
    rig.dispatch();
    rig.sink =
        batch ->
            new SinkResult.EventsRefused(
                IntStream.range(0, batch.size())
                    .mapToObj(index -> new EventRefusal(index, "not you"))
                    .toList());
    for (int part = 0; part < 40; part++) {
      rig.offerDurable(events(Priority.NORMAL, part * 100, part * 100 + 100));
      rig.run(Duration.ofMillis(100));
      assertThat(rig.lane(Priority.NORMAL).retrying() * 300)
          .isLessThanOrEqualTo(QueueRig.MEMORY_BYTES / 8);
    }
    rig.sink = batch -> SinkResult.DELIVERED;
    rig.run(LONG);
    assertThat(rig.taken).containsExactlyInAnyOrderElementsOf(ids(Priority.NORMAL, 0, 4_000));
    rig.assertExact();
  }

  @Test
  @DisplayName("A9: dead letters are kept over a restart")
  void deadLetter_eventOfMemory_isInTheLogAfterARestart() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    Dispatcher dispatcher = rig.dispatch();
    rig.sink = refusing("low-0");
    rig.accept(events(Priority.LOW, 0, 2));
    rig.run(LONG);
    assertThat(rig.account(Priority.LOW).deadLettered()).isEqualTo(1);
    assertThat(rig.queue.figures().memoryBytes()).isZero();
    rig.assertExact();
    rig.queue.stopAccepting();
    dispatcher.stop(Duration.ZERO);

    QueueRig after = new QueueRig(files.crash(9), DiskMode.OVERFLOW);
    assertThat(after.queue.figures().deadLetters()).isEqualTo(1);
    assertThat(after.account(Priority.LOW).recovered()).isZero();
  }

  @Test
  void poll_expiredInTheLog_countsAsExpiredAndIsNeverDelivered() {
    QueueRig rig = new QueueRig(files, DiskMode.WRITE_AHEAD);
    List<Event> events = new ArrayList<>(events(Priority.NORMAL, 0, 3));
    events.add(
        1, Event.builder("late", new byte[3]).deadlineMillis(rig.time.epochMillis() + 500).build());
    rig.offerDurable(events);
    rig.run(Duration.ofMillis(500));
    rig.dispatch();
    rig.run(SOON);
    assertThat(rig.taken).containsExactlyElementsOf(ids(Priority.NORMAL, 0, 3));
    assertThat(rig.account(Priority.NORMAL).expired()).isEqualTo(1);
    rig.assertExact();
  }

  @Test
  @DisplayName("A10: critical is refused only when memory and disk are full, with the reason")
  void offer_untilEverythingIsFull_refusesBulkFirstAndCriticalLast() {
    QueueRig rig = new QueueRig(files, DiskMode.OVERFLOW);
    int accepted = fill(rig, Priority.BULK);
    assertThat(accepted).isGreaterThan(5_000);
    for (Priority priority : List.of(Priority.LOW, Priority.NORMAL, Priority.HIGH)) {
      assertThat(fill(rig, priority)).as(priority.token()).isPositive();
    }
    assertThat(fill(rig, Priority.CRITICAL)).isPositive();
    CompletableFuture<Receipt> answer =
        rig.offer(Durability.VOLATILE, events(Priority.CRITICAL, -1, 0));
    assertThat(answer.join().refusals().get(0).decision().reason())
        .isIn(Reason.SPILL_FULL, Reason.MEMORY_FULL);
    assertThat(rig.queue.figures().memoryBytes())
        .isBetween(QueueRig.MEMORY_BYTES * 2 / 5, QueueRig.MEMORY_BYTES);
    assertThat(rig.queue.figures().trouble()).contains("no room");
    rig.dispatch();
    rig.run(Duration.ofMinutes(10));
    assertThat(rig.queue.held()).isZero();
    assertThat(rig.taken.stream().filter(id -> id.startsWith("critical")))
        .containsExactlyElementsOf(
            ids(Priority.CRITICAL, 0, (int) rig.account(Priority.CRITICAL).delivered()));
    rig.assertExact();
    rig.accept(events(Priority.BULK, 0, 10));
  }

  private static int fill(QueueRig rig, Priority priority) {
    int accepted = 0;
    for (int step = 50; step > 0; ) {
      Receipt receipt =
          rig.offer(Durability.VOLATILE, events(priority, accepted, accepted + step)).join();
      rig.run(Duration.ofMillis(3));
      accepted += receipt.accepted();
      if (receipt.accepted() == 0) {
        step /= 2;
      }
    }
    return accepted;
  }

  private static Function<BatchView, SinkResult> refusing(String id) {
    return batch -> {
      int index = ids(batch).indexOf(id);
      return index < 0
          ? SinkResult.DELIVERED
          : new SinkResult.EventsRefused(List.of(new EventRefusal(index, "never")));
    };
  }

  @Test
  void offer_recordOfManyBytesACharacter_isRefusedInsteadOfBreakingTheLog() {
    int overhead = 136;
    byte[] larger = new byte[16_384 - overhead - 1_501];
    Event tooLarge =
        Event.builder("x", larger).tenant("語".repeat(1_300)).key("語".repeat(200)).build();
    QueueRig small = new QueueRig(new SimulatedFiles(), DiskMode.WRITE_AHEAD, recordsOf(16_384));
    CompletableFuture<Receipt> answer = small.offer(Durability.DURABLE, List.of(tooLarge));
    assertThat(answer.join().refusals())
        .singleElement()
        .satisfies(r -> assertThat(r.decision().reason()).isEqualTo(Reason.EVENT_TOO_LARGE));
    small.assertExact();
  }

  @Test
  void retry_sinkGivesALongReason_keepsTheEventAndTheLane() {
    QueueRig rig = new QueueRig(new SimulatedFiles(), DiskMode.WRITE_AHEAD, recordsOf(16_384));
    Event event = Event.builder("large", new byte[16_200]).build();
    rig.sink =
        batch ->
            new SinkResult.EventsRefused(
                List.of(new EventRefusal(0, "a very long page. ".repeat(3_500))));
    rig.offerDurable(List.of(event));
    rig.dispatch();
    rig.run(SOON);
    rig.assertExact();
    rig.sink = batch -> SinkResult.DELIVERED;
    rig.run(LONG);
    assertThat(rig.taken).containsExactly("large");
    rig.assertExact();
  }

  /** A log with a bound on records that its queue would otherwise not reach. */
  private static QueueRig.Planted recordsOf(int maxRecordBytes) {
    return QueueRig.Planted.store(
        store ->
            new StoreDecorator(store) {
              @Override
              SpillLane decorate(Priority priority, SpillLane lane) {
                return new LaneDecorator(lane) {
                  @Override
                  public boolean append(RecordBuffer records, @Nullable AppendCallback callback) {
                    for (int index = 0; index < records.count(); index++) {
                      assertThat(records.length(index)).isLessThanOrEqualTo(maxRecordBytes);
                    }
                    return super.append(records, callback);
                  }
                };
              }

              @Override
              public int maxRecordBytes() {
                return maxRecordBytes;
              }
            });
  }
}
