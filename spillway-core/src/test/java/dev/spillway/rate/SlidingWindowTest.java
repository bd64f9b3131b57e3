package dev.spillway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spillway.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = new ManualTime(2).nanoTime();

  private final SlidingWindow window = new SlidingWindow(Duration.ofSeconds(60), START, 8);

  @Test
  void perSecond_evenRate_isThatRateOnceTheWindowIsFull() {
    for (int tenth = 0; tenth < 1_000; tenth++) {
      window.record(5, START + tenth * SECOND / 10);
    }
    assertThat(window.perSecond(START + 100 * SECOND)).isCloseTo(50, within(1.0));
  }

  @Test
  void count_nothingForAWindow_isZero() {
    window.record(1_000, START);
    assertThat(window.count(START + 59 * SECOND)).isEqualTo(1_000);
    assertThat(window.count(START + 60 * SECOND + SECOND / 2)).isCloseTo(500, within(1e-6));
    assertThat(window.count(START + 61 * SECOND)).isZero();
    assertThat(window.count(START + 3_600 * SECOND)).isZero();
  }

  @Test
  void count_anyTimes_differsByNoMoreThanOnePart() {
    SplittableRandom random = new SplittableRandom(3);
    Deque<Long> times = new ArrayDeque<>();
    long now = START;
    for (int step = 0; step < 20_000; step++) {
      now += random.nextLong(SECOND / 5);
      window.record(1, now);
      times.addLast(now);
      while (now - times.peekFirst() >= 60 * SECOND) {
        times.removeFirst();
      }
      // A part of a second holds at most what came in any second.
      assertThat(window.count(now)).isCloseTo(times.size(), within(26.0));
    }
  }

  @Test
  void take_anyTimes_neverPassesTheLimitInAnyWindow() {
    SplittableRandom random = new SplittableRandom(4);
    List<long[]> grants = new ArrayList<>();
    long now = START;
    int first = 0;
    long inside = 0;
    long all = 0;
    for (int step = 0; step < 20_000; step++) {
      now += random.nextLong(SECOND / 2);
      long granted = window.take(1 + random.nextLong(20), 500, now);
      grants.add(new long[] {now, granted});
      inside += granted;
      all += granted;
      while (now - grants.get(first)[0] >= 60 * SECOND) {
        inside -= grants.get(first)[1];
        first++;
      }
      assertThat(inside).isLessThanOrEqualTo(500);
    }
    double windows = (now - START) / 60.0 / SECOND;
    assertThat(all / windows).isBetween(450.0, 505.0);
  }

  @Test
  void take_fromManyThreads_grantsTheLimitExactly() throws Exception {
    List<Thread> threads = new ArrayList<>();
    long[] granted = new long[4];
    for (int index = 0; index < granted.length; index++) {
      int mine = index;
      Thread thread =
          new Thread(
              () -> {
                for (int take = 0; take < 5_000; take++) {
                  granted[mine] += window.take(3, 20_000, START + take * 1_000_000L);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(granted[0] + granted[1] + granted[2] + granted[3]).isEqualTo(20_000);
  }

  @Test
  void giveBack_whatWasTaken_canBeTakenAgain() {
    assertThat(window.take(10, 10, START)).isEqualTo(10);
    window.giveBack(4, START);
    assertThat(window.take(10, 10, START)).isEqualTo(4);
    window.giveBack(100, START + 5 * SECOND);
    assertThat(window.take(1, 10, START + 5 * SECOND)).isZero();
  }

  @Test
  void nanosUntil_limitReached_isTheFirstNanosecondThatAdmits() {
    window.take(6, 10, START + SECOND / 3);
    window.take(4, 10, START + 10 * SECOND);
    long now = START + 20 * SECOND;
    long waitNanos = window.nanosUntil(6, 10, now);
    assertThat(window.take(6, 10, now + waitNanos - 1)).isZero();
    assertThat(window.take(6, 10, now + waitNanos)).isEqualTo(6);
    window.giveBack(6, now + waitNanos);
    waitNanos = window.nanosUntil(7, 10, now);
    assertThat(window.take(7, 10, now + waitNanos)).isEqualTo(7);
    assertThat(window.nanosUntil(11, 10, now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void window_tooShort_isNamed() {
    assertThatThrownBy(() -> new SlidingWindow(Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window must be at least a millisecond: window=PT0S");
  }
}
