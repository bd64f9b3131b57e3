package dev.spillway.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
  private static final int DRAWS = 200_000;

  /** The last bits differ as soon as a JDK computes anything in another way. */
  @ParameterizedTest
  @CsvSource({
    "EXPONENTIAL, 0, eb5a35f7a8fd74f9",
    "LOGNORMAL, 0.3, 1202bd5f3997a53b",
    "PARETO, 100, 74dd27e36138284",
    "CONSTANT, 0, c000000000000000",
  })
  void draw_sameSeed_drawsTheSameAroundOne(Distribution distribution, double shape, String bits) {
    SplittableRandom random = new SplittableRandom(42);
    double sum = 0;
    long mixed = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double value = distribution.draw(random, shape);
      assertThat(value).isPositive();
      sum += value;
      mixed = 31 * mixed + Double.doubleToLongBits(value);
    }
    assertThat(sum / DRAWS).isCloseTo(1, offset(0.02));
    assertThat(Long.toHexString(mixed)).isEqualTo(bits);
  }
}
