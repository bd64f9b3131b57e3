package dev.spillway.benchmarks.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.benchmarks.decisions.DecisionTable.Contestant;
import dev.spillway.benchmarks.decisions.DecisionTable.Figures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BarsTest {
  private final Contestant ours = new Contestant(RateGrant.class, "spillway");
  private final Contestant floor = new Contestant(RateGrant.class, "floor");
  private final DecisionTable table = new DecisionTable();

  private void round(double oursNanos, double floorNanos, double bytes) {
    table.add(RateGrant.class, "spillway", 1, new Figures(oursNanos, bytes));
    table.add(RateGrant.class, "floor", 1, new Figures(floorNanos, 0));
  }

  @Test
  void ratio_medianOfTheRoundsIsWithin_holdsWhateverOneRoundSays() {
    round(20, 10, 0);
    round(90, 10, 0);
    round(40, 20, 0);
    Bars bars = new Bars(table);
    bars.ratio(ours, floor, 3);
    assertThat(bars.areMet()).isTrue();
    assertThat(print(bars))
        .contains("| RateGrant.spillway / RateGrant.floor | 1 | 2.00 (2.00 to 9.00) | 3.0 | yes |");
  }

  @Test
  void ratio_medianIsAbove_isMissed() {
    round(40, 10, 0);
    Bars bars = new Bars(table);
    bars.ratio(ours, floor, 3);
    assertThat(bars.areMet()).isFalse();
    assertThat(print(bars)).contains("| 4.00 (4.00 to 4.00) | 3.0 | MISSED |");
  }

  @Test
  void bytes_anObjectWhereNoneMayBe_isMissed() {
    round(10, 10, 24);
    Bars bars = new Bars(table);
    bars.bytes(ours, 0);
    assertThat(bars.areMet()).isFalse();
    bars = new Bars(table);
    bars.bytes(ours, 24);
    assertThat(bars.areMet()).isTrue();
  }

  @Test
  void ratio_nothingMeasured_saysNothing() {
    round(10, 10, 0);
    Bars bars = new Bars(table);
    bars.ratio(new Contestant(RateGrant.class, "guava"), floor, 1);
    assertThat(bars.areMet()).isTrue();
    assertThat(print(bars)).doesNotContain("guava");
  }

  private static String print(Bars bars) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bars.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
