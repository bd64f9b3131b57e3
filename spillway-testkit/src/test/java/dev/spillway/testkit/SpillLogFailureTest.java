package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.queue.SpillLane;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpillLogFailureTest {
  private final LogWorld world = new LogWorld();

  @Test
  void force_thatFails_isMadeGoodInANewSegment() {
    world.connect();
    world.appendDurably(world.lane(), "before");
    world.faulty.failForces(0, 1);
    RecordingCallback callback = world.appendDurably(world.lane(), "during");
    assertThat(callback.isForced()).isTrue();
    world.appendDurably(world.lane(), "after");
    assertThat(world.log().trouble()).isNull();
    world.crash(5);
    world.reopen();
    assertThat(world.drain(world.lane())).containsExactly("before", "during", "after");
    assertThat(world.log().figures().quarantined()).isZero();
  }

  @Test
  void force_thatFailsAgain_failsWhoWaitsAndKeepsTheRest() {
    world.connect();
    world.lane().append(Records.of("kept 1"), null);
    RecordingCallback callback = new RecordingCallback();
    world.faulty.failForces(0, 100);
    world.lane().append(Records.of("dropped 1", "dropped 2"), callback);
    world.lane().append(Records.of("kept 2"), null);
    world.run();
    assertThat(callback.isForced()).isFalse();
    assertThat(callback.calls()).isEqualTo(1);
    assertThat(callback.forcedRecords()).isZero();
    assertThat(callback.cause()).hasMessage("simulated failure of a force");
    assertThat(world.lane().unread()).isEqualTo(2);
    assertThat(world.log().trouble())
        .isEqualTo(
            "the disk is failing: normal can't be written in (simulated): java.io.IOException:"
                + " simulated failure of a force; look at the system's log and at the device;"
                + " what is held is kept and delivered");

    world.faulty.failForces(0, 0);
    world.scheduler.advance(Duration.ofMillis(100));
    assertThat(world.log().trouble()).isNull();
    assertThat(world.drain(world.lane())).containsExactly("kept 1", "kept 2");
  }

  @Test
  void force_thatFailsMidway_tellsHowManyAreForced() {
    world.connect();
    String[] texts = new String[20];
    for (int index = 0; index < texts.length; index++) {
      texts[index] = random(index);
    }
    RecordingCallback callback = new RecordingCallback();
    world.faulty.failForces(2, 1000);
    world.lane().append(Records.of(texts), callback);
    world.run();
    int forced = callback.forcedRecords();
    assertThat(forced).isBetween(1, texts.length - 1);
    assertThat(world.lane().unread()).isEqualTo(forced);
    world.faulty.failForces(0, 0);
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(world.drain(world.lane())).containsExactly(Arrays.copyOf(texts, forced));
  }

  private static String random(int seed) {
    StringBuilder text = new StringBuilder();
    SplittableRandom random = new SplittableRandom(seed);
    for (int index = 0; index < 1500; index++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  @Test
  void trouble_endsByItself_whenNothingIsLeftToWrite() {
    world.connect();
    world.faulty.failForces(0, 100);
    RecordingCallback callback = world.appendDurably(world.lane(), "dropped");
    assertThat(callback.forcedRecords()).isZero();
    assertThat(world.log().trouble()).isNotNull();
    world.faulty.failForces(0, 0);
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(world.log().trouble()).isNull();
    assertThat(world.appendDurably(world.lane(), "works").isForced()).isTrue();
    assertThat(world.drain(world.lane())).containsExactly("works");
  }

  @Test
  void disk_thatIsFull_failsAppendsAndStillDrains() {
    world.connect();
    SpillLane bulk = world.log().backlog(Priority.BULK);
    world.appendDurably(bulk, "settled on a full disk");
    world.settle();
    world.faulty.full(true);
    world.appendDurably(world.log().backlog(Priority.HIGH), "takes the spare");
    RecordingCallback refused = world.appendDurably(world.log().backlog(Priority.LOW), "no file");
    assertThat(refused.forcedRecords()).isZero();
    assertThat(world.drain(bulk)).containsExactly("settled on a full disk");
    world.settle();
    world.crash(1);
    world.faulty.full(true);
    world.reopen();
    assertThat(bulk.recovered()).isZero();
    assertThat(world.drain(world.log().backlog(Priority.HIGH))).containsExactly("takes the spare");
  }

  @Test
  void read_thatFails_isTriedAgain() {
    world.faulty.failReads(0, 3);
    for (int index = 0; index < 4; index++) {
      world.appendDurably(world.lane(), "block " + index);
    }
    assertThat(world.log().trouble()).contains("can't be read");
    world.connect();
    assertThat(world.log().trouble()).isNull();
    assertThat(world.drain(world.lane()))
        .containsExactly("block 0", "block 1", "block 2", "block 3");
    assertThat(world.log().figures().quarantined()).isZero();
  }

  @Test
  void state_thatCantBeWritten_keepsSegmentsUntilItCan() {
    world.connect();
    for (int index = 0; index < 16; index++) {
      world.appendDurably(world.lane(), random(index));
    }
    int segments = world.log().figures().segments();
    world.faulty.failWrites(0, 1000);
    world.faulty.full(true);
    world.drain(world.lane());
    world.run();
    assertThat(world.log().trouble()).startsWith("state can't be recorded");
    assertThat(world.log().figures().segments()).isEqualTo(segments);
    world.faulty.failWrites(0, 0);
    world.faulty.full(false);
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(world.log().trouble()).isNull();
    assertThat(world.log().figures().segments()).isLessThan(segments);
  }
}
