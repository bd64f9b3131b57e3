package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.spillway.simulator.peers.RejectionControl.Period;
import org.junit.jupiter.api.Test;

class RejectionControlTest {
  private static final int LEVELS = 5 * Cohorts.COUNT;

  private final RejectionControl control = new RejectionControl();

  @Test
  void threshold_atFirst_letsEverythingIn() {
    assertThat(control.threshold()).isEqualTo(LEVELS - 1);
  }

  @Test
  void update_moreEnteredThanLeft_rejectsByPAndI() {
    control.update(new Period(150, 100, 0, 2));

    assertThat(control.share()).isCloseTo(0.1 * 0.5 + 1.4 * 0.5 * 0.5, within(1e-9));
  }

  @Test
  void update_slotsAreFree_takesTheShareBack() {
    control.update(new Period(150, 100, 0, 20));
    double before = control.share();

    control.update(new Period(100, 100, 20, 20));

    assertThat(control.share()).isLessThan(before);
  }

  @Test
  void update_nothingLeft_dividesByTheLimit() {
    control.update(new Period(1, 0, 0, 10));

    assertThat(control.share()).isCloseTo(0.1 * 0.1 + 1.4 * 0.1 * 0.5, within(1e-9));
  }

  @Test
  void update_overloadedForLong_comesBackWithinAFewPeriods() {
    for (int period = 0; period < 100; period++) {
      control.update(new Period(1_000, 100, 0, 2));
    }
    assertThat(control.share()).isEqualTo(1);

    for (int period = 0; period < 4; period++) {
      control.update(new Period(0, 0, 2, 2));
    }
    assertThat(control.share()).isZero();
  }

  @Test
  void threshold_halfIsToBeRejected_isTheMedianOfTheSample() {
    for (int request = 0; request < 5_000; request++) {
      control.saw(request % LEVELS);
    }

    control.update(new Period(162, 100, 0, 2));

    assertThat(control.share()).isCloseTo(0.496, within(0.001));
    int letIn = control.threshold() + 1;
    assertThat(letIn).isBetween(LEVELS * 2 / 5, LEVELS * 3 / 5);
  }
}
