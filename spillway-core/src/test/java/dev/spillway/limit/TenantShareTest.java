package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Reason;
import dev.spillway.Refused;
import org.junit.jupiter.api.Test;

class TenantShareTest {
  private static final long STATE = 7;
  private static final int HIGH = 1;
  private static final int NORMAL = 2;
  private static final int LOW = 3;
  private static final int BULK = 4;

  private final Refused tooLong = Refusals.of(Reason.WAIT_TOO_LONG, 0);
  private final Refused stands = Refusals.of(Reason.QUEUE_STANDS, 0);
  private final TenantShare share = new TenantShare();

  @Test
  void refusedBefore_asMuchTimeOrLessOfThatClassOrALower_isRefusedAgain() {
    share.refused(STATE, NORMAL, 100, tooLong);
    assertThat(share.refusedBefore(STATE, NORMAL, 100)).isSameAs(tooLong);
    assertThat(share.refusedBefore(STATE, BULK, 1)).isSameAs(tooLong);
  }

  @Test
  void refusedBefore_moreTimeOrAHigherClass_isDecidedAnew() {
    share.refused(STATE, NORMAL, 100, tooLong);
    assertThat(share.refusedBefore(STATE, NORMAL, 101)).isNull();
    assertThat(share.refusedBefore(STATE, HIGH, 100)).isNull();
  }

  @Test
  void refusedBefore_hardlyMoreTime_isRefusedAgain() {
    for (long time = 1; time > 0 && time < Long.MAX_VALUE / 3; time = time * 3 + 1) {
      TenantShare other = new TenantShare();
      other.refused(STATE, LOW, time, stands);
      assertThat(other.refusedBefore(STATE, LOW, time)).as("%d ns", time).isSameAs(stands);
      long more = time + Math.max(1, time / 16_384);
      assertThat(other.refusedBefore(STATE, LOW, more)).as("%d ns", more).isNull();
    }
  }

  @Test
  void refusedBefore_aLowerClassWithMoreTime_isRememberedBesideTheHigher() {
    share.refused(STATE, NORMAL, 100, tooLong);
    share.refused(STATE, LOW, 200, stands);
    assertThat(share.refusedBefore(STATE, NORMAL, 100)).isSameAs(tooLong);
    assertThat(share.refusedBefore(STATE, LOW, 200)).isSameAs(stands);
    assertThat(share.refusedBefore(STATE, BULK, 200)).isSameAs(stands);
    assertThat(share.refusedBefore(STATE, NORMAL, 101)).isNull();
  }

  @Test
  void refusedBefore_aSlotMoved_forgetsAllClasses() {
    share.refused(STATE, LOW, 200, stands);
    assertThat(share.refusedBefore(STATE + 1, LOW, 200)).isNull();
    share.refused(STATE + 1, NORMAL, 100, tooLong);
    assertThat(share.refusedBefore(STATE + 1, LOW, 200)).isNull();
    assertThat(share.refusedBefore(STATE + 1, LOW, 100)).isSameAs(tooLong);
  }
}
