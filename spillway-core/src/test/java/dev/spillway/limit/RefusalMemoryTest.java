package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Reason;
import org.junit.jupiter.api.Test;

class RefusalMemoryTest {
  private static final long STATE = 7;
  private static final int HIGH = 1;
  private static final int NORMAL = 2;
  private static final int LOW = 3;
  private static final int BULK = 4;

  private final OverloadException tooLong = Refusals.of(Reason.WAIT_TOO_LONG, 0);
  private final OverloadException stands = Refusals.of(Reason.QUEUE_STANDS, 0);
  private final RefusalMemory memory = new RefusalMemory();

  @Test
  void find_asMuchTimeOrLessOfThatClassOrALower_isRefusedAgain() {
    memory.add(STATE, NORMAL, 100, tooLong);
    assertThat(memory.find(STATE, NORMAL, 100)).isSameAs(tooLong);
    assertThat(memory.find(STATE, BULK, 1)).isSameAs(tooLong);
  }

  @Test
  void find_moreTimeOrAHigherClass_isDecidedAnew() {
    memory.add(STATE, NORMAL, 100, tooLong);
    assertThat(memory.find(STATE, NORMAL, 101)).isNull();
    assertThat(memory.find(STATE, HIGH, 100)).isNull();
  }

  @Test
  void find_hardlyMoreTime_isRefusedAgain() {
    for (long time = 1; time > 0 && time < Long.MAX_VALUE / 3; time = time * 3 + 1) {
      RefusalMemory other = new RefusalMemory();
      other.add(STATE, LOW, time, stands);
      assertThat(other.find(STATE, LOW, time)).as("%d ns", time).isSameAs(stands);
      long more = time + Math.max(1, time / 16_384);
      assertThat(other.find(STATE, LOW, more)).as("%d ns", more).isNull();
    }
  }

  @Test
  void find_aLowerClassWithMoreTime_isRememberedBesideTheHigher() {
    memory.add(STATE, NORMAL, 100, tooLong);
    memory.add(STATE, LOW, 200, stands);
    assertThat(memory.find(STATE, NORMAL, 100)).isSameAs(tooLong);
    assertThat(memory.find(STATE, LOW, 200)).isSameAs(stands);
    assertThat(memory.find(STATE, BULK, 200)).isSameAs(stands);
    assertThat(memory.find(STATE, NORMAL, 101)).isNull();
  }

  @Test
  void find_aSlotMoved_forgetsAllClasses() {
    memory.add(STATE, LOW, 200, stands);
    assertThat(memory.find(STATE + 1, LOW, 200)).isNull();
    memory.add(STATE + 1, NORMAL, 100, tooLong);
    assertThat(memory.find(STATE + 1, LOW, 200)).isNull();
    assertThat(memory.find(STATE + 1, LOW, 100)).isSameAs(tooLong);
  }

  @Test
  void find_whatIsNoMatterOfTime_isRefusedWithAnyTime() {
    memory.add(STATE, NORMAL, RefusalMemory.WHATEVER_TIME, stands);
    assertThat(memory.find(STATE, LOW, RefusalMemory.WHATEVER_TIME)).isSameAs(stands);
    assertThat(memory.find(STATE, HIGH, 1)).isNull();
  }
}
