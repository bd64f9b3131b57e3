package dev.spillway.queue;

import static dev.spillway.queue.Events.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.StoredEvent.History;
import java.util.SplittableRandom;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

class StoredEventTest {
  private static StoredEvent copy(StoredEvent stored) {
    RecordBuffer buffer = new RecordBuffer(0);
    stored.write(buffer);
    return StoredEvent.read(buffer.array(), buffer.offset(0), buffer.length(0));
  }

  @Test
  void read_everyPartSet_givesEveryPartBack() {
    Event event =
        Event.builder("größe-1", utf8("..{\"a\":1}.."), 2, 7)
            .priority(Priority.BULK)
            .type("t")
            .tenant("acme")
            .key("")
            .traceparent("00-ab-cd-01")
            .deadlineMillis(1_700_000_000_123L)
            .content(Content.JSON)
            .build();
    StoredEvent copy =
        copy(new StoredEvent(event, true, 1_699_999_999_999L, new History(2, 5, 17, "no wonder")));
    assertThat(copy.event()).usingRecursiveComparison(comparison()).isEqualTo(event);
    assertThat(copy.event().payload()).isEqualTo(event.payload());
    assertThat(copy.durable()).isTrue();
    assertThat(copy.acceptedMillis()).isEqualTo(1_699_999_999_999L);
    assertThat(copy.history()).isEqualTo(new History(2, 5, 17, "no wonder"));
  }

  private static RecursiveComparisonConfiguration comparison() {
    return RecursiveComparisonConfiguration.builder()
        .withIgnoredFields("payload", "payloadOffset")
        .build();
  }

  @Test
  void read_onlyWhatMustBe_leavesTheRestOut() {
    Event event = Event.builder("1", new byte[0]).build();
    StoredEvent copy = copy(new StoredEvent(event, false, 0, null));
    assertThat(copy.event()).usingRecursiveComparison(comparison()).isEqualTo(event);
    assertThat(copy.history()).isNull();
    assertThat(copy.durable()).isFalse();
  }

  @Test
  void read_anyBytes_givesAnEventOrSaysWhyNot() {
    SplittableRandom random = new SplittableRandom(20261121);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        assertThat(StoredEvent.read(bytes, 0, bytes.length).event().id()).isNotEmpty();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s).* must .*");
      }
    }
  }

  @Test
  void wrap_lengthsThatDoNotAddUp_isRefused() {
    assertThatThrownBy(() -> RecordBuffer.wrap(new byte[] {9, 0, 0, 0, 1}, 5))
        .hasMessage("record length must be within its block: offset=0 length=9 left=1");
    assertThatThrownBy(() -> RecordBuffer.wrap(new byte[] {1, 0}, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RecordBuffer.wrap(new byte[] {1, 0, 0, 0, 7, 0, 0, 0, 0}, 9).count()).isEqualTo(2);
  }
}
