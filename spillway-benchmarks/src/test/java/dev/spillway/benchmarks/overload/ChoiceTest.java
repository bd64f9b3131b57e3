package dev.spillway.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.queue.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  @Test
  void of_nothing_isAMinuteOfEach() {
    assertThat(Choice.of(List.of())).isEqualTo(new Choice(60, List.of(Strategy.values())));
  }

  @Test
  void of_secondsAndStrategies_isThose() {
    assertThat(Choice.of(List.of("5", "shed", "drop")))
        .isEqualTo(new Choice(5, List.of(Strategy.SHED, Strategy.DROP)));
    assertThat(Choice.of(List.of("spill"))).isEqualTo(new Choice(60, List.of(Strategy.SPILL)));
  }

  @Test
  void of_unknownWords_saysWhatIsAllowed() {
    assertThatThrownBy(() -> Choice.of(List.of("5", "shedd")))
        .hasMessage("STRATEGY must be drop, throttle, spill, shed or adaptive: STRATEGY=shedd");
    assertThatThrownBy(() -> Choice.of(List.of("0")))
        .hasMessage("SECONDS must be 1 to 86400: SECONDS=0");
  }
}
