package dev.spillway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ThroughputCurveTest {
  private final ThroughputCurve curve = new ThroughputCurve();

  /** Measures {@code rate} completions a nanosecond at each concurrency, without noise. */
  private void measure(DoubleUnaryOperator rate, double... concurrencies) {
    for (double concurrency : concurrencies) {
      curve.add(concurrency, 100, 100 / rate.applyAsDouble(concurrency));
    }
  }

  private static double retrograde(double n) {
    return n / (4.5 + 0.25 * n + 0.03125 * n * n);
  }

  private static double saturated(double n) {
    return Math.min(n, 20);
  }

  @Test
  void best_onePoint_isADoublingOfIt() {
    measure(n -> n, 8);
    assertThat(curve.best()).isBetween(15.9, 16.1);
  }

  @Test
  void best_callsDoNotHinderEachOther_isBeyondWhatWasMeasured() {
    measure(n -> n, 4, 8, 16);
    assertThat(curve.best()).isBetween(31.9, 32.1);
  }

  @Test
  void best_callsHinderEachOther_isNearThePeakOfTwelve() {
    measure(ThroughputCurveTest::retrograde, 4, 8, 16, 32);
    assertThat(curve.best()).isBetween(9.0, 13.0);
  }

  @Test
  void best_beyondThePeak_isBelowWhatWasMeasured() {
    measure(ThroughputCurveTest::retrograde, 100, 50);
    assertThat(curve.best()).isBetween(24.0, 26.0);
  }

  @Test
  void best_somethingIsUsedUp_isTheLeastThatUsesIt() {
    measure(ThroughputCurveTest::saturated, 10, 14, 20, 28, 40);
    assertThat(curve.best()).isBetween(19.0, 28.0);
  }

  @Test
  void add_theServiceGotSlower_forgetsWhatItWas() {
    measure(n -> n, 10, 20, 40);
    assertThat(curve.add(20, 100, 100 / 2.0)).isTrue();
    assertThat(curve.size()).as("ten times slower at 20 says nothing for 10 or 40").isEqualTo(1);
    assertThat(curve.best()).isBetween(39.0, 41.0);
  }

  @Test
  void add_theSameAgain_keepsOnePoint() {
    measure(n -> n, 10, 10, 10.3);
    assertThat(curve.size()).isEqualTo(1);
  }
}
