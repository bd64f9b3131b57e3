package dev.spillway.server.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PeakLatencyTest {
  private static final long START = -500;

  private final PeakLatency latency = new PeakLatency(1_000, START);

  @Test
  void add_largerThanBefore_isBelievedAtOnce() {
    latency.add(5, START);
    latency.add(900, START + 1);

    assertThat(latency.averageNanos()).isEqualTo(900);
  }

  @Test
  void add_smallerThanBefore_movesTheAverageByTheTimeThatHasPassed() {
    latency.add(1_000, START);
    latency.add(0, START + 1_000);

    assertThat(latency.averageNanos()).isEqualTo((long) (1_000 / Math.E));
  }

  @Test
  void decayedNanos_withoutSamples_forgets() {
    latency.add(1_000, START);

    assertThat(latency.decayedNanos(START)).isEqualTo(1_000);
    assertThat(latency.decayedNanos(START + 2_000))
        .isCloseTo(1_000 / (Math.E * Math.E), within(1e-6));
  }
}
