package dev.spillway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripedCountersTest {
  private static final int EACH = 10_000;

  /** More threads than stripes, so that some share one. */
  private static final int THREADS = 40;

  @Test
  void increment_byManyThreads_losesNothingAndTouchesNoOther() throws InterruptedException {
    StripedCounters counters = new StripedCounters(3);
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int counter = thread % 2 == 0 ? 0 : 2;
      threads.add(new Thread(() -> add(counters, counter)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(counters.sum(0)).isEqualTo(EACH * THREADS / 2);
    assertThat(counters.sum(1)).isZero();
    assertThat(counters.sum(2)).isEqualTo(EACH * THREADS / 2);
  }

  private static void add(StripedCounters counters, int counter) {
    for (int time = 0; time < EACH; time++) {
      counters.increment(counter);
    }
  }
}
