package dev.spillway.simulator.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeededVegasTest {
  private static final long BASE_NANOS = 1_000_000;

  @Test
  void onSample_beforeAnyProbe_isTheLibrarysOwnLimit() {
    SeededVegas seeded = new SeededVegas(1);
    VegasLimit library = VegasLimit.newDefault();
    SplittableRandom random = new SplittableRandom(2);

    for (int sample = 0; sample < 80; sample++) {
      long rtt = BASE_NANOS + random.nextLong(BASE_NANOS);
      int inFlight = random.nextInt(40);
      boolean dropped = random.nextInt(5) == 0;
      seeded.onSample(0, rtt, inFlight, dropped);
      library.onSample(0, rtt, inFlight, dropped);

      assertThat(seeded.getLimit()).isEqualTo(library.getLimit());
    }
  }

  @Test
  void onSample_slowForThirtyTimesTheLimit_takesTheSlownessForTheLeast() {
    SeededVegas limit = new SeededVegas(1);
    limit.onSample(0, BASE_NANOS, 20, false);
    List<Integer> seen = new ArrayList<>();

    for (int sample = 0; sample < 2_000; sample++) {
      limit.onSample(0, 100 * BASE_NANOS, limit.getLimit(), false);
      seen.add(limit.getLimit());
    }

    assertThat(seen.subList(0, 30)).as("falls at first").contains(6);
    assertThat(seen).as("rises after the probe").last().isEqualTo(1_000);
  }

  @Test
  void onSample_theLimitChanges_tellsTheListeners() {
    SeededVegas limit = new SeededVegas(1);
    List<Integer> told = new ArrayList<>();
    limit.notifyOnChange(told::add);

    limit.onSample(0, BASE_NANOS, 20, false);
    limit.onSample(0, BASE_NANOS, 20, false);

    assertThat(told).containsExactly(limit.getLimit());
  }

  @Test
  void onSample_ofNoTimeAtAll_isTakenForANanosecond() {
    SeededVegas limit = new SeededVegas(1);

    limit.onSample(0, 0, 1, false);

    assertThat(limit.getLimit()).isEqualTo(20);
  }
}
