package dev.spillway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StripesTest {
  @Test
  void ofThread_isAlwaysTheSameForOne_andOneOfThem() {
    int stripe = Stripes.ofThread(4);
    assertThat(stripe).isBetween(0, 3).isEqualTo(Stripes.ofThread(4));
    assertThat(Stripes.ofThread(1)).isZero();
  }
}
