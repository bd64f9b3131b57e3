package dev.spillway.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Dead letters of a queue that has no log. */
class DeadLetterBoxTest {
  private static final int CAPACITY = 10;

  private final EventQueue queue =
      EventQueue.builder("q").laneEvents(Priority.NORMAL, CAPACITY).time(new ManualTime(3)).build();
  private final DeadLetterBox box = queue.deadLetters();

  private void offer(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int number = from; number < to; number++) {
      events.add(Event.builder("e" + number, new byte[100]).tenant("t" + number % 2).build());
    }
    queue.offer(events).toCompletableFuture().join();
  }

  /** Makes a letter of each of {@code count} new events. */
  private void letters(int count) {
    offer(0, count);
    Batch batch = requireNonNull(queue.poll(Priority.BULK, count, 1 << 20));
    for (int index = 0; index < count; index++) {
      batch.deadLetter(index, "spoiled");
    }
  }

  private static <T> T done(CompletionStage<T> answer) {
    assertThat(answer.toCompletableFuture()).isDone();
    return answer.toCompletableFuture().join();
  }

  private List<String> ids() {
    return done(box.list(DeadLetterFilter.ALL, -1)).letters().stream()
        .map(letter -> letter.event().id())
        .toList();
  }

  private void assertExact() {
    assertThat(box.figures().imbalance()).isZero();
    assertThat(requireNonNull(queue.figures().lanes().get(Priority.NORMAL)).account().imbalance())
        .isZero();
  }

  @Test
  void list_ofNothing_isEmptyAndTheEnd() {
    DeadLetterPage page = done(box.list(DeadLetterFilter.ALL, -1));
    assertThat(page.letters()).isEmpty();
    assertThat(page.more()).isFalse();
  }

  @Test
  void replay_laneIsNearlyFull_putsBackWhatFitsAndKeepsTheRest() {
    letters(5);
    offer(100, 100 + CAPACITY - 2);
    assertThat(done(box.replay(DeadLetterFilter.ALL)))
        .isEqualTo(new DeadLetterOutcome(2, 0, Reason.LANE_FULL));
    assertThat(ids()).containsExactly("e2", "e3", "e4");
    assertExact();
    Batch batch = requireNonNull(queue.poll(Priority.BULK, CAPACITY, 1 << 20));
    assertThat(batch.event(CAPACITY - 2).id()).isEqualTo("e0");
    assertThat(batch.tries(CAPACITY - 2)).isZero();
    batch.delivered();
    assertThat(done(box.replay(DeadLetterFilter.ALL)).done()).isEqualTo(3);
    requireNonNull(queue.poll(Priority.BULK, CAPACITY, 1 << 20)).delivered();
    assertThat(queue.figures().memoryBytes()).isZero();
    assertExact();
  }

  @Test
  void discard_givesTheMemoryBackAndOthersStay() {
    letters(5);
    long before = queue.figures().memoryBytes();
    assertThat(done(box.discard(DeadLetterFilter.ALL.withTenant("t1"))).done()).isEqualTo(2);
    assertThat(ids()).containsExactly("e0", "e2", "e4");
    assertThat(queue.figures().memoryBytes()).isLessThan(before);
    assertThat(done(box.discard(DeadLetterFilter.ALL.withIds(Set.of("e2")))).done()).isEqualTo(1);
    assertThat(done(box.discard(DeadLetterFilter.ALL)).done()).isEqualTo(2);
    assertThat(queue.figures().memoryBytes()).isZero();
    assertExact();
  }

  @Test
  void replay_manyLetters_keepsTheStackFlat() {
    EventQueue wide = EventQueue.builder("wide").build();
    List<Event> events = new ArrayList<>();
    for (int number = 0; number < LettersInMemory.MOST; number++) {
      events.add(Event.builder("e" + number, new byte[1]).build());
    }
    wide.offer(events).toCompletableFuture().join();
    Batch batch = requireNonNull(wide.poll(Priority.BULK, events.size(), 1 << 20));
    for (int index = 0; index < events.size(); index++) {
      batch.deadLetter(index, "spoiled");
    }
    assertThat(done(wide.deadLetters().replay(DeadLetterFilter.ALL)).done())
        .isEqualTo(events.size());
    assertThat(wide.deadLetters().figures().imbalance()).isZero();
  }

  @Test
  void anyCall_queueIsClosed_fails() {
    letters(1);
    queue.close();
    assertThatThrownBy(() -> box.replay(DeadLetterFilter.ALL).toCompletableFuture().join())
        .hasRootCauseMessage("queue is closed, and its dead letters with it");
    assertThatThrownBy(() -> box.list(DeadLetterFilter.ALL, -1).toCompletableFuture().join())
        .hasRootCauseMessage("queue is closed, and its dead letters with it");
  }

  @Test
  void arguments_outOfTheirBounds_areNamed() {
    assertThatThrownBy(() -> DeadLetterFilter.ALL.withLimit(0))
        .hasMessage("limit must be >= 1: limit=0");
    assertThatThrownBy(() -> box.list(DeadLetterFilter.ALL, -2))
        .hasMessage("after must be >= -1: after=-2");
  }
}
