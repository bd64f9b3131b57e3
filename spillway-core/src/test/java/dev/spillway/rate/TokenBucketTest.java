package dev.spillway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.time.ManualTime;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = new ManualTime(1).nanoTime();

  @Test
  void take_bucketIsNew_grantsTheBurstAndNoMore() {
    TokenBucket bucket = new TokenBucket(10, 100, START);
    assertThat(bucket.available(START)).isEqualTo(100);
    assertThat(bucket.take(70, START)).isEqualTo(70);
    assertThat(bucket.take(70, START)).isEqualTo(30);
    assertThat(bucket.take(1, START)).isZero();
  }

  @Test
  void take_acrossTheOverflowOfTime_goesOn() {
    TokenBucket bucket = new TokenBucket(1, 1, START);
    for (int second = 0; second < 20; second++) {
      assertThat(bucket.take(1, START + second * SECOND)).isEqualTo(1);
      assertThat(bucket.take(1, START + second * SECOND + SECOND - 1)).isZero();
    }
  }

  @Test
  void take_burstOfOne_isExactToTheNanosecond() {
    TokenBucket bucket = new TokenBucket(1, 1, 0);
    assertThat(bucket.take(1, 1_900_000_000L)).isEqualTo(1);
    assertThat(bucket.take(1, 2_000_000_000L)).isZero();
    assertThat(bucket.take(1, 2_899_999_999L)).isZero();
    assertThat(bucket.take(1, 2_900_000_002L)).isEqualTo(1);
  }

  @Test
  void take_halfATokenASecond_losesNoFraction() {
    TokenBucket bucket = new TokenBucket(0.5, 1, START);
    assertThat(bucket.take(1, START)).isEqualTo(1);
    long granted = 0;
    for (long millis = 1; millis <= 1_000_000; millis += 3) {
      granted += bucket.take(1, START + millis * 1_000_000);
    }
    assertThat(granted).isBetween(498L, 500L);
  }

  @Test
  void take_twentyMillionASecond_losesNoFraction() {
    TokenBucket bucket = new TokenBucket(20_000_000, 2_000_000, START);
    assertThat(bucket.take(Long.MAX_VALUE, START)).isEqualTo(2_000_000);
    long granted = 0;
    for (long nanos = 7; nanos <= 7_000_000; nanos += 7) {
      granted += bucket.take(1_000, START + nanos);
    }
    assertThat(granted).isEqualTo(140_000);
  }

  @Test
  void take_thirdOfATokenANanosecond_isExactAfterHours() {
    TokenBucket bucket = new TokenBucket(333_333_333.333333, 1_000_000_000_000L, START);
    bucket.take(Long.MAX_VALUE, START);
    assertThat(bucket.take(Long.MAX_VALUE, START + 2_000 * SECOND))
        .isBetween(666_666_666_665L, 666_666_666_666L);
  }

  @Test
  void take_idleForYears_keepsTheBurst() {
    TokenBucket bucket = new TokenBucket(1_000_000_000, 5, START);
    bucket.take(5, START);
    assertThat(bucket.take(100, START + 20L * 365 * 24 * 3600 * SECOND)).isEqualTo(5);
  }

  @Test
  void take_olderNow_grantsNoMoreThanWasDueThen() {
    TokenBucket bucket = new TokenBucket(1_000, 10, START);
    bucket.take(10, START);
    assertThat(bucket.take(10, START + 5_000_000)).isEqualTo(5);
    assertThat(bucket.take(10, START + 4_000_000)).isZero();
    assertThat(bucket.take(10, START - 10 * SECOND)).isZero();
    assertThat(bucket.take(10, START + 6_000_000)).isEqualTo(1);
  }

  @Test
  void take_extremeTimesAndCounts_neverPassTheBurst() {
    for (long now : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
      TokenBucket bucket = new TokenBucket(1_000_000_000, 7, 0);
      assertThat(bucket.take(Long.MAX_VALUE, now)).isBetween(0L, 7L);
      assertThat(bucket.take(Long.MIN_VALUE, now)).isZero();
      assertThat(bucket.available(now)).isBetween(0L, 7L);
    }
  }

  @Test
  void tryTake_tooFewTokens_takesNone() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    assertThat(bucket.tryTake(11, START)).isFalse();
    assertThat(bucket.tryTake(6, START)).isTrue();
    assertThat(bucket.tryTake(5, START)).isFalse();
    assertThat(bucket.tryTake(4, START)).isTrue();
  }

  @Test
  void take_withFloor_leavesIt() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    assertThat(bucket.take(10, 4, START)).isEqualTo(6);
    assertThat(bucket.tryTake(1, 4, START)).isFalse();
    assertThat(bucket.take(1, Long.MAX_VALUE, START)).isZero();
    assertThat(bucket.take(10, 0, START)).isEqualTo(4);
  }

  @Test
  void giveBack_moreThanFits_isCutOffAtTheBurst() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    bucket.take(10, START);
    bucket.giveBack(3);
    assertThat(bucket.available(START)).isEqualTo(3);
    for (int times = 0; times < 100; times++) {
      bucket.giveBack(Long.MAX_VALUE);
    }
    assertThat(bucket.take(Long.MAX_VALUE, START)).isEqualTo(10);
  }

  @Test
  void nanosUntil_anyRate_isTheFirstNanosecondThatGrants() {
    for (double rate : new double[] {0.000_001, 0.37, 1, 3, 1_000.5, 20_000_000, 1_000_000_000}) {
      TokenBucket bucket = new TokenBucket(rate, 100, START);
      bucket.take(100, START);
      long waitNanos = bucket.nanosUntil(5, 2, START);
      assertThat(bucket.take(5, 2, START + waitNanos - 1)).as("rate %s", rate).isLessThan(5);
      bucket.giveBack(4);
      assertThat(bucket.tryTake(5, 2, START + waitNanos)).as("rate %s", rate).isTrue();
    }
  }

  @Test
  void nanosUntil_moreThanTheBurst_isNever() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    assertThat(bucket.nanosUntil(11, 0, START)).isEqualTo(Long.MAX_VALUE);
    assertThat(bucket.nanosUntil(6, 5, START)).isEqualTo(Long.MAX_VALUE);
    assertThat(bucket.nanosUntil(6, 4, START)).isZero();
  }

  @Test
  void change_whileTokensAreThere_keepsThemUpToTheNewBurst() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    bucket.take(4, START);
    bucket.change(0.001, 1_000_000, START);
    assertThat(bucket.available(START)).isEqualTo(6);
    bucket.change(20_000_000, 3, START);
    assertThat(bucket.available(START)).isEqualTo(3);
    assertThat(bucket.eventsPerSecond()).isEqualTo(20_000_000);
    assertThat(bucket.burst()).isEqualTo(3);
  }

  @Test
  void change_againAndAgain_losesNoFraction() {
    TokenBucket bucket = new TokenBucket(0.5, 5, START);
    bucket.take(5, START);
    for (int tenth = 1; tenth <= 60; tenth++) {
      bucket.change(tenth % 2 == 0 ? 0.5 : 0.4, 5, START + tenth * SECOND / 10);
    }
    assertThat(bucket.available(START + 6 * SECOND)).isEqualTo(2);
  }

  @Test
  void change_toAndFromInfinite_grantsAllAndThenBeginsFull() {
    TokenBucket bucket = new TokenBucket(1, 10, START);
    bucket.take(10, START);
    bucket.change(Double.POSITIVE_INFINITY, 10, START);
    assertThat(bucket.take(Long.MAX_VALUE, START)).isEqualTo(Long.MAX_VALUE);
    assertThat(bucket.available(START)).isEqualTo(Long.MAX_VALUE);
    assertThat(bucket.nanosUntil(1_000, 0, START)).isZero();
    bucket.change(1, 8, START);
    assertThat(bucket.take(10, START)).isEqualTo(8);
  }

  @Test
  void settings_outOfRange_areNamed() {
    assertThatThrownBy(() -> new TokenBucket(0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "events-per-second must be between 0.000001 and 1000000000, or infinite:"
                + " events-per-second=0.0");
    assertThatThrownBy(() -> new TokenBucket(Double.NaN, 1, 0))
        .hasMessageContaining("events-per-second=NaN");
    TokenBucket bucket = new TokenBucket(1, 1, 0);
    assertThatThrownBy(() -> bucket.change(1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("burst must be between 1 and 1000000000000: burst=0");
    assertThat(bucket.take(2, 0)).isEqualTo(1);
  }
}
