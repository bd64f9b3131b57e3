package dev.spillway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresJsonTest {
  @Test
  void millis_areToldToTheMicrosecond() {
    assertThat(FiguresJson.millis(1_234_567)).isEqualTo(1.235);
    assertThat(FiguresJson.millis(499)).isZero();
    assertThat(FiguresJson.millis(12_345_678_901L)).isEqualTo(12_345.679);
    assertThat(FiguresJson.millis(Long.MAX_VALUE)).isPositive();
  }
}
