package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.SpillBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpillLogGroupTest {
  private final LogWorld world = new LogWorld();

  @Test
  void append_byManyWaiters_isForcedOnceForAll() {
    world.connect();
    long forces = world.log().figures().forces();
    List<RecordingCallback> callbacks = new ArrayList<>();
    for (int index = 0; index < 10; index++) {
      RecordingCallback callback = new RecordingCallback();
      callbacks.add(callback);
      world.lane().append(Records.of("waiter " + index), callback);
    }
    world.run();
    assertThat(callbacks).allMatch(RecordingCallback::isForced);
    assertThat(world.log().figures().forces()).isEqualTo(forces + 1);
    assertThat(world.poll(world.lane())).hasSize(1);
  }

  @Test
  void append_thatNobodyWaitsFor_lingersForMore() {
    world.connect();
    world.lane().append(Records.of("first"), null);
    world.scheduler.advance(Duration.ofNanos(1_900_000));
    world.lane().append(Records.of("second"), null);
    assertThat(world.log().figures().blocksForced()).isZero();
    world.scheduler.advance(Duration.ofNanos(100_000));
    assertThat(world.log().figures().blocksForced()).isEqualTo(1);
    assertThat(Records.texts(world.poll(world.lane()).get(0).records()))
        .containsExactly("first", "second");
  }

  @Test
  void append_thatFillsABlock_doesNotLinger() {
    world.connect();
    for (int index = 0; index < 3; index++) {
      world.lane().append(Records.of("x".repeat(2000)), null);
    }
    world.run();
    assertThat(world.log().figures().blocksForced()).isEqualTo(1);
  }

  @Test
  void append_ofMoreThanABlock_isSplitAndToldWhenAllOfItIsForced() {
    world.connect();
    String[] texts = new String[40];
    for (int index = 0; index < texts.length; index++) {
      texts[index] = index + "-" + "y".repeat(500);
    }
    RecordingCallback callback = world.appendDurably(world.lane(), texts);
    assertThat(callback.isForced()).isTrue();
    assertThat(callback.calls()).isEqualTo(1);
    assertThat(world.log().figures().blocksForced()).isGreaterThan(4);
    assertThat(world.drain(world.lane())).containsExactly(texts);
  }

  @Test
  void append_ofARecordBeyondTheBound_throws() {
    world.connect();
    assertThatThrownBy(
            () -> world.lane().append(Records.of("z".repeat(LogWorld.RECORD_BYTES + 1)), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("record must be <= 2048 bytes: record=2049");
  }

  @Test
  void append_isToldNotBeforeTheForce() {
    world.connect();
    RecordingCallback callback = new RecordingCallback();
    world.lane().append(Records.of("early"), callback);
    world.crash(3);
    assertThat(callback.isForced()).isFalse();
    world.reopen();
    assertThat(world.drain(world.lane())).isEmpty();
  }

  @Test
  void poll_ofWhatWasJustWritten_comesFromMemoryAndMoreFromDisk() {
    world.connect();
    for (int index = 0; index < 5; index++) {
      world.appendDurably(world.lane(), "block " + index);
    }
    List<SpillBlock> blocks = world.poll(world.lane());
    assertThat(blocks).extracting(SpillBlock::readBack).startsWith(false, false, true).hasSize(5);
    assertThat(blocks)
        .extracting(block -> Records.texts(block.records()).get(0))
        .containsExactly("block 0", "block 1", "block 2", "block 3", "block 4");
  }

  @Test
  void acknowledge_twice_throws() {
    world.connect();
    world.appendDurably(world.lane(), "once");
    SpillBlock block = world.poll(world.lane()).get(0);
    world.lane().acknowledge(block);
    assertThatThrownBy(() -> world.lane().acknowledge(block))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not acknowledged");
  }

  @Test
  void lanes_surviveAReopening_withTheirCursors() {
    world.connect();
    for (Priority priority : Priority.values()) {
      world.appendDurably(world.log().backlog(priority), priority + " 1");
      world.appendDurably(world.log().backlog(priority), priority + " 2");
      world.appendDurably(world.log().carryOver(priority), priority + " carried");
      SpillBlock block = world.log().backlog(priority).poll();
      world.log().backlog(priority).acknowledge(Objects.requireNonNull(block));
    }
    world.log().close();
    world.reopen();
    for (Priority priority : Priority.values()) {
      assertThat(world.log().backlog(priority).recovered()).isEqualTo(1);
      assertThat(world.drain(world.log().carryOver(priority)))
          .containsExactly(priority + " carried");
      assertThat(world.drain(world.log().backlog(priority))).containsExactly(priority + " 2");
    }
  }

  @Test
  void acknowledgements_areRecordedWithinASecond() {
    world.connect();
    world.appendDurably(world.lane(), "settled");
    world.drain(world.lane());
    world.scheduler.advance(Duration.ofMillis(1001));
    world.crash(11);
    world.reopen();
    assertThat(world.lane().recovered()).isZero();
  }
}
