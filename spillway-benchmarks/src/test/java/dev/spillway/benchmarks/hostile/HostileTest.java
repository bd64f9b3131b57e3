package dev.spillway.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileTest {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

  private static Round round(boolean crowded, double p99Millis, int failed) {
    return new Round(crowded, 100, failed, 1, p99Millis, 1, 1, 1, 1);
  }

  @Test
  void verdict_asSlowAsMayBe_isWell() {
    List<Round> rounds =
        List.of(round(false, 10, 0), round(true, 20, 0), round(false, 30, 0), round(true, 50, 0));

    assertThat(Hostile.verdict(rounds, out)).isTrue();
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("p99: 20.0 ms without, 35.0 ms with (medians of 2), 1.75 times")
        .contains("spread 10.0–30.0 ms and 20.0–50.0 ms");
  }

  @Test
  void verdict_slowerThanMayBe_saysSo() {
    assertThat(Hostile.verdict(List.of(round(false, 10, 0), round(true, 20.1, 0)), out)).isFalse();
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("hostile: p99 with the crowd must be at most 20.0 ms: 20.1");
  }

  @Test
  void verdict_goodRequestsFailed_saysHowMany() {
    assertThat(Hostile.verdict(List.of(round(false, 10, 1), round(true, 10, 2)), out)).isFalse();
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("hostile: requests of well-behaved clients failed: 3");
  }

  @Test
  void percentile_isAValueThatWasSeen() {
    List<Long> nanos = List.of(1_000_000L, 2_000_000L, 3_000_000L, 100_000_000L);

    assertThat(Round.percentileMillis(nanos, 50)).isEqualTo(2);
    assertThat(Round.percentileMillis(nanos, 99)).isEqualTo(100);
  }
}
