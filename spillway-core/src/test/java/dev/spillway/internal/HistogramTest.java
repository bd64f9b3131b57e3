package dev.spillway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void valueAt_anyQuantile_isAtMostOnePartIn32AboveTheTrueValue() {
    SplittableRandom random = new SplittableRandom(7);
    long[] values =
        random.longs(50_000, 0, 63).map(bits -> random.nextLong() >>> 1 >>> bits).toArray();
    Histogram histogram = new Histogram();
    for (long value : values) {
      histogram.record(value);
    }
    Arrays.sort(values);
    for (double quantile : new double[] {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      long truth = values[(int) Math.ceil(quantile * values.length) - 1];
      assertThat(histogram.valueAt(quantile)).isGreaterThanOrEqualTo(truth);
      assertThat((double) histogram.valueAt(quantile)).isLessThanOrEqualTo(truth * (1 + 1.0 / 32));
    }
    assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
  }

  @Test
  void record_severalTimes_isAsIfEachHadBeenRecorded() {
    Histogram one = new Histogram();
    one.record(5, 3);
    one.record(-1, 2);
    assertThat(one.count()).isEqualTo(5);
    assertThat(one.min()).isZero();
    assertThat(one.mean()).isEqualTo(3);
    assertThat(one.valueAt(0.4)).isZero();
    assertThat(one.valueAt(0.5)).isEqualTo(5);
  }

  @Test
  void add_another_isAsIfItsValuesHadBeenRecorded() {
    Histogram one = new Histogram();
    one.record(5);
    one.record(7);
    Histogram other = new Histogram();
    other.record(3);
    other.record(1_000);
    one.add(other);
    assertThat(one.count()).isEqualTo(4);
    assertThat(one.min()).isEqualTo(3);
    assertThat(one.max()).isEqualTo(1_000);
    assertThat(one.mean()).isEqualTo(253.75);
    assertThat(one.valueAt(0.5)).isEqualTo(5);
    one.clear();
    assertThat(one.min()).isZero();
    assertThat(one.mean()).isZero();
  }

  @Test
  void valueAt_nothingRecorded_isZero() {
    assertThat(new Histogram().valueAt(0.99)).isZero();
  }

  @Test
  void record_extremes_areCounted() {
    Histogram histogram = new Histogram();
    histogram.record(Long.MAX_VALUE);
    histogram.record(-5);
    assertThat(histogram.count()).isEqualTo(2);
    assertThat(histogram.valueAt(0.5)).isZero();
    assertThat(histogram.valueAt(1)).isEqualTo(Long.MAX_VALUE);
    Histogram copy = histogram.copy();
    histogram.clear();
    assertThat(histogram.count()).isZero();
    assertThat(copy.count()).isEqualTo(2);
  }

  @Test
  void countsAtMost_anyBounds_areNearTheTruthAndNeverAboveIt() {
    SplittableRandom random = new SplittableRandom(5);
    Histogram histogram = new Histogram();
    long[] values = new long[10_000];
    double sum = 0;
    for (int index = 0; index < values.length; index++) {
      values[index] = random.nextLong(1L << random.nextInt(1, 40));
      sum += values[index];
      histogram.record(values[index]);
    }
    long[] bounds = {0, 1, 100, 12_345, 1 << 20, 1L << 39, Long.MAX_VALUE};

    long[] counts = histogram.countsAtMost(bounds);

    for (int index = 0; index < bounds.length; index++) {
      long bound = bounds[index];
      long least = bound - bound / 32 - 1;
      assertThat(counts[index])
          .isLessThanOrEqualTo(Arrays.stream(values).filter(v -> v <= bound).count())
          .isGreaterThanOrEqualTo(Arrays.stream(values).filter(v -> v <= least).count());
    }
    assertThat(counts[6]).isEqualTo(values.length);
    assertThat(histogram.total()).isEqualTo(sum);
  }
}
