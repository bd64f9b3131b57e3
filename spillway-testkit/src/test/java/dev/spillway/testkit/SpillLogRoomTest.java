package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillLogBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpillLogRoomTest {
  private final LogWorld world = new LogWorld();
  private final SplittableRandom random = new SplittableRandom(4);

  private String incompressible() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 1900; index++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  /** Appends until there is no room. Returns the records taken. */
  private int fill(SpillLane lane) {
    int taken = 0;
    while (lane.append(Records.of(incompressible()), null)) {
      taken++;
      world.settle();
    }
    return taken;
  }

  private int fillLetters() {
    int taken = 0;
    while (world.log().deadLetters().append(Records.of(incompressible()), null)) {
      taken++;
      world.settle();
    }
    return taken;
  }

  @Test
  void append_beyondTheBound_isRefusedUntilBlocksAreAcknowledged() {
    world.connect();
    SpillLane lane = world.log().backlog(Priority.CRITICAL);
    int taken = fill(lane);
    assertThat(taken).isGreaterThan(10);
    assertThat(lane.unread()).isEqualTo(taken);
    assertThat(world.log().trouble())
        .isEqualTo("spill directory has no room for critical: (simulated)");
    assertThat(world.log().figures().diskBytes()).isLessThanOrEqualTo(LogWorld.DISK_BYTES);
    assertThat(world.drain(lane)).hasSize(taken);
    world.settle();
    assertThat(lane.append(Records.of(incompressible()), null)).isTrue();
    assertThat(world.log().trouble()).isNull();
    assertThat(fill(lane)).isGreaterThan(taken / 2);
  }

  @Test
  void room_isRefusedToTheLowestFirst_andEachHasASegment() {
    world.connect();
    int bulk = fill(world.log().backlog(Priority.BULK));
    int low = fill(world.log().backlog(Priority.LOW));
    assertThat(fill(world.log().backlog(Priority.BULK))).isZero();
    int normal = fill(world.log().backlog(Priority.NORMAL));
    int high = fill(world.log().backlog(Priority.HIGH));
    int critical = fill(world.log().backlog(Priority.CRITICAL));
    assertThat(List.of(bulk, low, normal, high, critical)).allMatch(taken -> taken > 0);
    assertThat(world.log().figures().diskBytes()).isLessThanOrEqualTo(LogWorld.DISK_BYTES);
    assertThat(world.log().carryOver(Priority.BULK).append(Records.of("stop"), null)).isTrue();
    assertThat(world.log().deadLetters().append(Records.of("dead"), null)).isTrue();
  }

  @Test
  void carryOver_takesItsBytesAndNoMore() {
    world.connect();
    for (Priority priority : Priority.values()) {
      fill(world.log().backlog(priority));
    }
    int carried = fill(world.log().carryOver(Priority.NORMAL));
    assertThat(carried).isBetween(9, 10); // of 40960 bytes, in blocks of 4096
    assertThat(world.log().figures().diskBytes()).isLessThanOrEqualTo(LogWorld.DISK_BYTES);
    world.log().close();
    world.reopen();
    assertThat(world.log().carryOver(Priority.NORMAL).recovered()).isEqualTo(carried);
    assertThat(world.drain(world.log().carryOver(Priority.NORMAL))).hasSize(carried);
  }

  @Test
  void deadLetters_takeTheirBytesAndNoMore() {
    world.connect();
    int taken = fillLetters();
    assertThat(taken).isPositive();
    assertThat(world.log().figures().deadLetters()).isEqualTo(taken);
    assertThat(world.log().trouble()).contains("no room for dead-letters");
    assertThat(world.letters()).hasSize(taken);
    assertThat(world.settleLetters(world.letters().keySet()).isForced()).isTrue();
    world.settle();
    assertThat(world.log().deadLetters().append(Records.of("again"), null)).isTrue();
  }

  @Test
  void append_refused_takesNothing() {
    world.connect();
    SpillLane lane = world.log().backlog(Priority.BULK);
    int taken = fill(lane);
    String[] many = new String[50];
    Arrays.setAll(many, index -> incompressible());
    RecordingCallback callback = new RecordingCallback();
    assertThat(lane.append(Records.of(many), callback)).isFalse();
    world.settle();
    assertThat(callback.calls()).isZero();
    assertThat(lane.unread()).isEqualTo(taken);
  }

  @Test
  void segments_thatAreSpent_serveAgain() {
    world.connect();
    SpillLane lane = world.log().backlog(Priority.HIGH);
    for (int round = 0; round < 60; round++) {
      assertThat(lane.append(Records.of(incompressible(), incompressible()), null)).isTrue();
      world.settle();
      world.drain(lane);
    }
    world.settle();
    assertThat(world.log().figures().segments()).isLessThanOrEqualTo(2);
  }

  @Test
  void sizes_thatDoNotGoTogether_areNamed() {
    SpillLogBuilder small = SpillLog.builder(world.files).diskBytes(1000);
    assertThatThrownBy(small::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("disk-bytes must be >= ")
        .hasMessageEndingWith("for these blocks and records: disk-bytes=1000");
    assertThatThrownBy(() -> small.diskBytes(1 << 30).carryOverBytes(1 << 30).open())
        .hasMessageMatching(
            "carry-over-bytes must be <= \\d+ to leave each lane a segment: "
                + "carry-over-bytes=1073741824");
    assertThatThrownBy(() -> small.carryOverBytes(-1))
        .hasMessage("carry-over-bytes must be >= 0: carry-over-bytes=-1");
    assertThatThrownBy(() -> small.blockBytes(10).open())
        .hasMessage("block-bytes must be >= 4096: block-bytes=10");
  }
}
