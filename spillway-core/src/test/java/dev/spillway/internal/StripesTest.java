package dev.spillway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripesTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "4, 4", "5, 8", "15, 16", "16, 16", "17, 16", "256, 16"})
  void forProcessors_isAPowerOfTwoForAllOfThem_upToTheMost(int processors, int stripes) {
    assertThat(Stripes.forProcessors(16, processors)).isEqualTo(stripes);
  }

  @Test
  void ofThread_isAlwaysTheSameForOne_andOneOfThem() {
    int stripe = Stripes.ofThread(4);
    assertThat(stripe).isBetween(0, 3).isEqualTo(Stripes.ofThread(4));
    assertThat(Stripes.ofThread(1)).isZero();
  }
}
