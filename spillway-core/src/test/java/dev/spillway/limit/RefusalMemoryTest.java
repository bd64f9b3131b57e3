package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.Reason;
import org.junit.jupiter.api.Test;

class RefusalMemoryTest {
  private static final long STATE = 7;

  private final OverloadException tooLong = Refusals.of(Reason.WAIT_TOO_LONG, 0);
  private final OverloadException stands = Refusals.of(Reason.QUEUE_STANDS, 0);
  private final RefusalMemory memory = new RefusalMemory();

  @Test
  void refusedBefore_asMuchTimeOrLessOfThatClassOrALower_isRefusedAgain() {
    memory.remember(STATE, Priority.NORMAL.ordinal(), 100, tooLong);
    assertThat(memory.refusedBefore(STATE, Priority.NORMAL, 100)).isSameAs(tooLong);
    assertThat(memory.refusedBefore(STATE, Priority.BULK, 1)).isSameAs(tooLong);
  }

  @Test
  void refusedBefore_moreTimeOrAHigherClass_isDecidedAnew() {
    memory.remember(STATE, Priority.NORMAL.ordinal(), 100, tooLong);
    assertThat(memory.refusedBefore(STATE, Priority.NORMAL, 101)).isNull();
    assertThat(memory.refusedBefore(STATE, Priority.HIGH, 100)).isNull();
  }

  @Test
  void refusedBefore_hardlyMoreTime_isRefusedAgain() {
    for (long time = 1; time > 0 && time < Long.MAX_VALUE / 3; time = time * 3 + 1) {
      RefusalMemory other = new RefusalMemory();
      other.remember(STATE, Priority.LOW.ordinal(), time, stands);
      assertThat(other.refusedBefore(STATE, Priority.LOW, time)).as("%d ns", time).isSameAs(stands);
      long more = time + Math.max(1, time / 16_384);
      assertThat(other.refusedBefore(STATE, Priority.LOW, more)).as("%d ns", more).isNull();
    }
  }

  @Test
  void refusedBefore_aLowerClassWithMoreTime_isRememberedBesideTheHigher() {
    memory.remember(STATE, Priority.NORMAL.ordinal(), 100, tooLong);
    memory.remember(STATE, Priority.LOW.ordinal(), 200, stands);
    assertThat(memory.refusedBefore(STATE, Priority.NORMAL, 100)).isSameAs(tooLong);
    assertThat(memory.refusedBefore(STATE, Priority.LOW, 200)).isSameAs(stands);
    assertThat(memory.refusedBefore(STATE, Priority.BULK, 200)).isSameAs(stands);
    assertThat(memory.refusedBefore(STATE, Priority.NORMAL, 101)).isNull();
  }

  @Test
  void refusedBefore_aSlotMoved_forgetsAllClasses() {
    memory.remember(STATE, Priority.LOW.ordinal(), 200, stands);
    assertThat(memory.refusedBefore(STATE + 1, Priority.LOW, 200)).isNull();
    memory.remember(STATE + 1, Priority.NORMAL.ordinal(), 100, tooLong);
    assertThat(memory.refusedBefore(STATE + 1, Priority.LOW, 200)).isNull();
    assertThat(memory.refusedBefore(STATE + 1, Priority.LOW, 100)).isSameAs(tooLong);
  }

  @Test
  void refusedBefore_whatIsNoMatterOfTime_isRefusedWithAnyTime() {
    memory.remember(STATE, Priority.NORMAL.ordinal(), RefusalMemory.WHATEVER_TIME, stands);
    assertThat(memory.refusedBefore(STATE, Priority.LOW, RefusalMemory.WHATEVER_TIME))
        .isSameAs(stands);
    assertThat(memory.refusedBefore(STATE, Priority.HIGH, 1)).isNull();
  }
}
