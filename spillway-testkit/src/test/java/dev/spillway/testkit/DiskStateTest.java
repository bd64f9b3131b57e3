package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import dev.spillway.queue.DiskFigures;
import dev.spillway.queue.DiskState;
import dev.spillway.queue.SpillLane;
import dev.spillway.spill.DiskSpace;
import dev.spillway.spill.FullDiskPolicy;
import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DiskStateTest {
  private static final long SEGMENT = LogWorld.SEGMENT_BYTES;
  private static final long KEEP_FREE = 4 * SEGMENT;
  private static final long TOTAL = 100 * SEGMENT;

  private LogWorld world = new LogWorld();

  private DiskFigures disk() {
    return world.log().figures().disk();
  }

  private void free(long bytes) {
    world.faulty.space(new DiskSpace(bytes, TOTAL, false));
    world.scheduler.advance(Duration.ofSeconds(1));
  }

  private SpillLane lane(Priority priority) {
    return world.log().backlog(priority);
  }

  private boolean isTaken(Priority priority) {
    boolean taken = lane(priority).append(Records.of("event"), new RecordingCallback());
    world.run();
    return taken;
  }

  /** No lane has a segment yet, and the spare is gone. */
  private void fillTheDisk() {
    world.connect();
    world.faulty.full(true);
    assertThat(world.appendDurably(lane(Priority.HIGH), "takes the spare").isForced()).isTrue();
    assertThat(world.appendDurably(lane(Priority.LOW), "no file").forcedRecords()).isZero();
  }

  @Test
  void disk_isFull_refusesAtTheDoorAndTakesWhatFits() {
    fillTheDisk();
    assertThat(disk().state()).isEqualTo(DiskState.FULL);
    assertThat(world.log().trouble())
        .isEqualTo(
            "the disk is full: low can't be written in (simulated):"
                + " dev.spillway.spill.NoSpaceException: no room for a segment: No space left on"
                + " device; make room on it, or let the sink catch up; what is held is kept and"
                + " delivered");
    assertThat(isTaken(Priority.CRITICAL)).isFalse();
    assertThat(lane(Priority.CRITICAL).refusal()).isEqualTo(Reason.DISK_FULL);
    assertThat(lane(Priority.LOW).append(Records.of("nobody waits"), null)).isFalse();
    assertThat(isTaken(Priority.HIGH)).as("its segment has room").isTrue();
    assertThat(lane(Priority.HIGH).refusal()).isNull();
    assertThat(world.drain(lane(Priority.HIGH))).containsExactly("takes the spare", "event");
  }

  @Test
  void disk_isFullAndSmallerThanTheBound_advisesALowerBound() {
    world.faulty.space(new DiskSpace(SEGMENT, 10 * SEGMENT, false));
    world.connect();
    assertThat(disk().state()).isEqualTo(DiskState.FULL);
    assertThat(disk().oversized()).isTrue();
    assertThat(world.log().trouble())
        .startsWith("the disk is full: ")
        .endsWith(
            "; lower disk.max-bytes (and memory-bytes with it), which is more than the disk has (a"
                + " segment is a sixteenth of it), or make room on it");
    world.faulty.space(new DiskSpace(SEGMENT, TOTAL, false));
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(disk().oversized()).isFalse();
    assertThat(world.log().trouble()).contains("make room on it, or let the sink catch up");
  }

  @Test
  void disk_isFullAndThenHasRoom_isFoundWithinASecond() {
    fillTheDisk();
    world.scheduler.advance(Duration.ofMinutes(1));
    assertThat(disk().state()).isEqualTo(DiskState.FULL);
    world.faulty.full(false);
    world.scheduler.advance(Duration.ofMillis(1100));
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
    assertThat(isTaken(Priority.LOW)).isTrue();
    assertThat(world.log().trouble()).isNull();
  }

  @Test
  void disk_isNearlyFull_isSeenWithoutAWrite_andLeftWithHysteresis() {
    world = new LogWorld(builder -> builder.keepFreeBytes(KEEP_FREE));
    world.connect();
    free(2 * KEEP_FREE + SEGMENT);
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
    free(2 * KEEP_FREE + SEGMENT - 1);
    assertThat(disk().state()).isEqualTo(DiskState.LOW);
    assertThat(isTaken(Priority.BULK)).as("low is only told").isTrue();
    free(KEEP_FREE + SEGMENT - 1);
    assertThat(disk().state()).isEqualTo(DiskState.FULL);
    assertThat(disk().cause())
        .isEqualTo(
            "102,399 bytes are free for (simulated); a segment takes 20,480 and 81,920 are kept"
                + " free");
    assertThat(isTaken(Priority.CRITICAL)).as("without a segment of its own").isFalse();
    free(KEEP_FREE + KEEP_FREE / 8 + SEGMENT - 1);
    assertThat(disk().state()).as("not yet an eighth above the mark").isEqualTo(DiskState.FULL);
    free(KEEP_FREE + KEEP_FREE / 8 + SEGMENT);
    assertThat(disk().state()).isEqualTo(DiskState.LOW);
    assertThat(isTaken(Priority.CRITICAL)).isTrue();
    free(2 * KEEP_FREE + KEEP_FREE / 8 + SEGMENT);
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
  }

  @Test
  void disk_getsFullUnderRefuseLowest_refusesTheLowestFirst() {
    world =
        new LogWorld(
            builder -> builder.keepFreeBytes(KEEP_FREE).whenFull(FullDiskPolicy.REFUSE_LOWEST));
    world.connect();
    for (Priority priority : Priority.values()) {
      assertThat(isTaken(priority)).isTrue();
    }
    long[] steps = {8, 7, 6, 5};
    Priority[] lowestFirst = {Priority.BULK, Priority.LOW, Priority.NORMAL, Priority.HIGH};
    for (int step = 0; step < steps.length; step++) {
      free(KEEP_FREE / 4 * steps[step] + SEGMENT - 1);
      for (Priority priority : Priority.values()) {
        boolean refused = priority.ordinal() >= lowestFirst[step].ordinal();
        assertThat(isTaken(priority)).as(step + " " + priority).isEqualTo(!refused);
      }
      assertThat(lane(lowestFirst[step]).refusal()).isEqualTo(Reason.DISK_FULL);
    }
    free(0);
    assertThat(isTaken(Priority.CRITICAL)).as("its segment has room").isTrue();
    assertThat(isTaken(Priority.HIGH)).isFalse();
  }

  @Test
  void disk_isFullUnderWait_answersWhenThereIsRoom() {
    world = new LogWorld(builder -> builder.whenFull(FullDiskPolicy.WAIT));
    world.connect();
    world.faulty.full(true);
    world.appendDurably(lane(Priority.HIGH), "takes the spare");
    RecordingCallback waiting = world.appendDurably(lane(Priority.LOW), "waits");
    world.scheduler.advance(Duration.ofSeconds(3));
    assertThat(waiting.calls()).isZero();
    assertThat(lane(Priority.LOW).append(Records.of("nobody waits"), null)).isFalse();
    world.faulty.full(false);
    world.scheduler.advance(Duration.ofMillis(1100));
    assertThat(waiting.isForced()).isTrue();
    assertThat(world.drain(lane(Priority.LOW))).containsExactly("waits");
  }

  @Test
  void disk_staysFullUnderWait_refusesAfterTheBound() {
    world = new LogWorld(b -> b.whenFull(FullDiskPolicy.WAIT).waitAtMost(Duration.ofSeconds(2)));
    world.connect();
    world.faulty.full(true);
    world.appendDurably(lane(Priority.HIGH), "takes the spare");
    final RecordingCallback first = world.appendDurably(lane(Priority.LOW), "first");
    world.scheduler.advance(Duration.ofSeconds(1));
    final RecordingCallback second = world.appendDurably(lane(Priority.LOW), "second");
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(first.calls()).isEqualTo(1);
    assertThat(first.forcedRecords()).isZero();
    assertThat(lane(Priority.LOW).refusal()).isEqualTo(Reason.DISK_FULL);
    assertThat(second.calls()).isZero();
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(second.calls()).isEqualTo(1);
    assertThat(lane(Priority.LOW).unread()).isZero();
  }

  @Test
  void disk_isReadOnly_refusesAndDelivers_untilItIsWritable() {
    world.connect();
    world.appendDurably(world.lane(), "held");
    world.faulty.readOnly(true);
    RecordingCallback pending = world.appendDurably(world.lane(), "pending");
    assertThat(pending.forcedRecords()).isZero();
    assertThat(disk().state()).isEqualTo(DiskState.READ_ONLY);
    assertThat(world.lane().refusal()).isEqualTo(Reason.DISK_READ_ONLY);
    assertThat(isTaken(Priority.CRITICAL)).isFalse();
    assertThat(world.drain(world.lane())).containsExactly("held");
    world.scheduler.advance(Duration.ofMinutes(1));
    assertThat(disk().state()).isEqualTo(DiskState.READ_ONLY);
    world.faulty.readOnly(false);
    world.scheduler.advance(Duration.ofMillis(1100));
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
    assertThat(world.appendDurably(world.lane(), "after").isForced()).isTrue();
    world.scheduler.advance(Duration.ofSeconds(10));
    assertThat(world.log().trouble()).isNull();
    assertThat(world.drain(world.lane())).containsExactly("after");
  }

  @Test
  void disk_becomesReadOnlyWhileNothingIsWritten_isSeenWithinASecond() {
    world.connect();
    world.faulty.readOnly(true);
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(disk().state()).isEqualTo(DiskState.READ_ONLY);
  }

  @Test
  void disk_failsForces_leavesNothingInTheLogByTrying() {
    world.connect();
    world.appendDurably(world.lane(), "held");
    int segments = world.log().figures().segments();
    world.faulty.failForces(0, Integer.MAX_VALUE);
    assertThat(world.appendDurably(world.lane(), "pending").forcedRecords()).isZero();
    assertThat(disk().state()).isEqualTo(DiskState.FAILING);
    assertThat(world.lane().refusal()).isEqualTo(Reason.SPILL_FAILED);
    world.scheduler.advance(Duration.ofMinutes(10));
    assertThat(disk().state()).isEqualTo(DiskState.FAILING);
    assertThat(world.log().figures().segments()).isLessThanOrEqualTo(segments + 2);
    world.faulty.failForces(0, 0);
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
    world.appendDurably(world.lane(), "after");
    world.crash(3);
    world.reopen();
    assertThat(world.drain(world.lane())).containsExactly("held", "after");
  }

  @Test
  void disk_isSlow_isToldAfterThreeForcesAndOverAfterFive() {
    world.connect();
    world.faulty.beforeForce(() -> time().advance(Duration.ofMillis(300)));
    for (int force = 0; force < 3; force++) {
      assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
      assertThat(world.appendDurably(world.lane(), "slow " + force).isForced()).isTrue();
    }
    assertThat(disk().state()).isEqualTo(DiskState.SLOW);
    assertThat(disk().words())
        .isEqualTo(
            "the disk is slow: forces in (simulated) take 250 ms or more; look for what else uses"
                + " the disk; durable answers wait that long");
    assertThat(world.log().trouble()).as("it takes everything").isNull();
    world.faulty.beforeForce(() -> {});
    world.appendDurably(world.lane(), "fast");
    assertThat(disk().state()).as("one fast force is luck").isEqualTo(DiskState.SLOW);
    for (int force = 0; force < 4; force++) {
      world.appendDurably(world.lane(), "fast " + force);
    }
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
  }

  @Test
  void disk_wasSlowAndIsIdle_isTriedUntilItIsFast() {
    world.connect();
    world.faulty.beforeForce(() -> time().advance(Duration.ofMillis(300)));
    for (int force = 0; force < 3; force++) {
      world.appendDurably(world.lane(), "slow " + force);
    }
    world.faulty.beforeForce(() -> {});
    world.scheduler.advance(Duration.ofSeconds(8));
    assertThat(disk().state()).isEqualTo(DiskState.HEALTHY);
  }

  private ManualTime time() {
    return Objects.requireNonNull(world.scheduler.time());
  }
}
