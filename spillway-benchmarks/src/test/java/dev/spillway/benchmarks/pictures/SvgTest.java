package dev.spillway.benchmarks.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.benchmarks.pictures.Svg.Box;
import dev.spillway.benchmarks.pictures.Svg.Point;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SvgTest {
  @Test
  void words_haveMarkup_escapeIt() {
    Svg svg = new Svg();
    svg.words("", new Point(0, 0), "a < b & c > d");
    assertThat(svg.close()).contains(">a &lt; b &amp; c &gt; d</text>");
  }

  @Test
  void numbers_inAnyLocale_haveAPointAndATenth() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Svg svg = new Svg();
      svg.line("axis", new Point(-0.26, 1.04), new Point(1234.56, 7));
      assertThat(svg.close()).contains("d=\"M-0.3 1L1234.6 7\"");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void grouped_longCounts_haveCommas() {
    assertThat(Svg.grouped(1_234_567)).isEqualTo("1,234,567");
    assertThat(Svg.grouped(-999)).isEqualTo("-999");
  }

  @Test
  void steps_anyTop_areRoundAndFew() {
    for (double top : new double[] {1.08, 7, 42, 1_080, 7_300, 20_000}) {
      double step = new Plot(new Box(0, 0, 1, 1), 1, top).step(3);
      assertThat(top / step).as("steps up to " + top).isBetween(1.0, 3.0);
      String digits = Long.toString(Math.round(step)).replace("0", "");
      assertThat(digits).isIn("1", "2", "5");
    }
  }
}
