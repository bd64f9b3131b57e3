package dev.spillway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.simulator.scenario.Scenario;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrogradePlantTest {
  private final Scenario scenario =
      Samples.scenario("plant: {kind: retrograde}\n" + Samples.SOURCES);

  /** Calls in a millisecond when so many of one length are at work at once. */
  private double throughput(int count) {
    Ledger ledger = Samples.run(scenario, "none", Samples.tasks(count, 0, 1));
    return count / (Samples.took(ledger, count - 1).toNanos() / 1e6);
  }

  @Test
  void throughput_hasItsPeakAtTwelve() {
    assertThat(
            IntStream.rangeClosed(1, 40).boxed().max(Comparator.comparingDouble(this::throughput)))
        .contains(12);
    assertThat(throughput(12)).isCloseTo(1, org.assertj.core.data.Offset.offset(0.01));
    assertThat(throughput(40)).isLessThan(0.7);
  }

  @Test
  void call_thatIsJoinedHalfWay_slowsDownFromThenOn() {
    Ledger alone = Samples.run(scenario, "none", Samples.tasks(1, 0, 1));
    Ledger joined = Samples.run(scenario, "none", Samples.tasks(2, 1, 1));
    assertThat(Samples.took(joined, 0)).isGreaterThan(Samples.took(alone, 0));
    assertThat(Samples.took(joined, 1)).isGreaterThan(Samples.took(alone, 0));
  }
}
