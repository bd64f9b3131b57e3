package dev.spillway.queue;

import static dev.spillway.queue.Events.ids;
import static dev.spillway.queue.Events.numbered;
import static dev.spillway.queue.Events.offer;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers get wrong must neither lose an event nor spoil the account. */
class EventQueueMisuseTest {
  private static final int MANY = 1_000_000;
  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private final ManualTime time = new ManualTime(12);
  private final EventQueue queue = EventQueue.builder("test").time(time).build();

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
  void take_endlessTimeout_returnsTheBatch() throws InterruptedException {
    offer(queue, numbered(Priority.LOW, 0, 2));
    Batch batch = requireNonNull(queue.take(Priority.BULK, 10, MANY, FOREVER));
    assertThat(ids(batch)).containsExactly("low-0", "low-1");
  }

  @Test
  void take_endlesslyNegativeTimeout_returnsWhatIsThere() throws InterruptedException {
    offer(queue, numbered(Priority.LOW, 0, 1));
    assertThat(queue.take(Priority.BULK, 10, MANY, FOREVER.negated())).isNotNull();
    assertThat(queue.take(Priority.BULK, 10, MANY, FOREVER.negated())).isNull();
  }

  @Test
  void event_ofABatchWhoseQueueIsClosed_saysSo() {
    EventQueue closed = EventQueue.builder("closed").time(time).build();
    offer(closed, numbered(Priority.LOW, 0, 2));
    Batch batch = requireNonNull(closed.poll(Priority.BULK, 2, MANY));

    closed.close();

    assertThatThrownBy(() -> batch.event(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a batch must be read before its queue is closed: index=1");
  }

  @Test
  void take_queueIsClosedMeanwhile_returnsNullAtOnce() throws InterruptedException {
    EventQueue real = EventQueue.builder("real").build();
    Thread consumer = Thread.currentThread();
    Thread closer =
        new Thread(
            () -> {
              while (consumer.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              real.close();
            });
    closer.start();
    long startNanos = real.time().nanoTime();

    assertThat(real.take(Priority.BULK, 10, MANY, Duration.ofSeconds(30))).isNull();

    assertThat(real.time().nanoTime() - startNanos).isLessThan(Duration.ofSeconds(15).toNanos());
    closer.join();
    assertThat(real.take(Priority.BULK, 10, MANY, FOREVER)).isNull();
  }

  @Test
  void retry_endlessDelay_keepsTheEvent() {
    offer(queue, numbered(Priority.LOW, 0, 1));
    poll(1).retry(0, FOREVER, "never");
    time.advance(Duration.ofDays(10_000));
    assertThat(queue.poll(Priority.BULK, 1, MANY)).isNull();
    assertThat(queue.held()).isEqualTo(1);
  }

  @Test
  void settle_indexBehindTheBatch_throwsAndChangesNothing() {
    offer(queue, numbered(Priority.LOW, 0, 4));
    Batch batch = poll(2);
    assertThatThrownBy(() -> batch.delivered(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.retry(-1, Duration.ZERO, "x"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.deadLetter(3, "x"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.started(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch.view(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    batch.delivered();
    Batch rest = poll(10);
    assertThat(ids(rest)).containsExactly("low-2", "low-3");
    rest.delivered();
    assertThat(queue.figures().memoryBytes()).isZero();
  }

  @Test
  void offer_listenerThrows_isAnsweredAllTheSame() {
    queue.onAvailable(
        () -> {
          throw new IllegalStateException("listener");
        });
    assertThat(offer(queue, numbered(Priority.LOW, 0, 2)).accepted()).isEqualTo(2);
    poll(10).delivered();
    assertThat(queue.held()).isZero();
  }

  @Test
  void untilNextRetry_retryThatWasDueAtThePoll_isLeftToWhatKeepsIt() {
    offer(queue, numbered(Priority.LOW, 0, 1));
    poll(1).retry(0, Duration.ofSeconds(1), "later");
    long before = time.nanoTime();
    assertThat(queue.untilNextRetryNanos(before)).isEqualTo(1_000_000_000L);
    time.advance(Duration.ofSeconds(2));
    assertThat(queue.untilNextRetryNanos(before)).as("due since the poll").isZero();
    assertThat(queue.untilNextRetryNanos(time.nanoTime())).isEqualTo(Long.MAX_VALUE);
  }
}
