package dev.spillway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random steps beside a bucket that is refilled step by step in integers without bounds. */
class TokenBucketModelTest {
  private static final BigInteger ONE = BigInteger.TEN.pow(15);
  private static final int STEPS = 3_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void steps_drawnFromASeed_giveWhatTheModelGives(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long now = random.nextLong();
    long micros = 1 + (random.nextLong() >>> 1) % (long) StrictMath.pow(10, 1 + seed % 15);
    long burst = 1 + random.nextLong(1L << random.nextInt(1, 36));
    TokenBucket bucket = new TokenBucket(micros / 1e6, burst, now);
    Model model = new Model(micros, burst);
    long typicalNanos = (long) Math.min(1e15, 1e15 / micros * Math.min(burst, 50)) + 2;
    int corrections = 0;
    for (int step = 0; step < STEPS; step++) {
      long elapsed = random.nextLong(typicalNanos) >> random.nextInt(8);
      now += elapsed;
      model.elapse(elapsed);
      long floor = random.nextInt(4) == 0 ? random.nextLong(burst) : 0;
      long wanted = 1 + random.nextLong(random.nextBoolean() ? 3 : burst * 2);
      long least = model.take(wanted, floor);
      long granted = bucket.take(wanted, floor, now);
      // Rounding down to a unit, a nanosecond's worth, is never in the caller's favour.
      assertThat(granted).as("step %d", step).isBetween(least - 1, least);
      if (granted < least) {
        corrections++;
        model.add(1);
      }
      if (granted > 0 && random.nextInt(5) == 0) {
        long back = 1 + random.nextLong(granted);
        bucket.giveBack(back);
        model.add(back);
      }
    }
    assertThat(corrections).isLessThan(STEPS / 20);
  }

  private static final class Model {
    private final BigInteger micros;
    private final BigInteger burst;
    private BigInteger level;

    private Model(long micros, long burst) {
      this.micros = BigInteger.valueOf(micros);
      this.burst = BigInteger.valueOf(burst).multiply(ONE);
      level = this.burst;
    }

    private void elapse(long nanos) {
      level = level.add(micros.multiply(BigInteger.valueOf(nanos))).min(burst);
    }

    private long take(long wanted, long floor) {
      long granted = Math.max(0, Math.min(wanted, level.divide(ONE).longValueExact() - floor));
      level = level.subtract(ONE.multiply(BigInteger.valueOf(granted)));
      return granted;
    }

    private void add(long tokens) {
      level = level.add(ONE.multiply(BigInteger.valueOf(tokens))).min(burst);
    }
  }
}
