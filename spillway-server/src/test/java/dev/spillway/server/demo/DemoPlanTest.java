package dev.spillway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPlanTest {
  @ParameterizedTest
  @ValueSource(ints = {6, 30, 3_600})
  void plan_ofAnyLength_stallsTwiceWithinTheLoadAndHealsAfterIt(int seconds) {
    DemoPlan plan = new DemoPlan(seconds);
    assertThat(plan.stalls()).hasSize(2);
    for (DemoPlan.Stall stall : plan.stalls()) {
      assertThat(stall.endMillis()).isLessThan(plan.loadMillis());
      assertThat(plan.isStalledAt(stall.atMillis())).isTrue();
      assertThat(plan.isStalledAt(stall.endMillis())).isFalse();
    }
    assertThat(plan.capacityAt(plan.loadMillis() - 1)).isEqualTo(2_000);
    assertThat(plan.capacityAt(plan.loadMillis())).isEqualTo(20_000);
  }

  @Test
  void offered_ofAllPriorities_isTwiceTheCapacity() {
    double offered =
        Arrays.stream(Priority.values()).mapToDouble(new DemoPlan(30)::offeredPerSecond).sum();
    assertThat(offered).isEqualTo(4_000);
  }

  @Test
  void plan_tooShortOrTooLong_saysWhatIsAllowed() {
    assertThatThrownBy(() -> new DemoPlan(5))
        .hasMessage("seconds must be from 6 to 3600: seconds=5");
    assertThatThrownBy(() -> new DemoPlan(3_601))
        .hasMessage("seconds must be from 6 to 3600: seconds=3601");
  }
}
