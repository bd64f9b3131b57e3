package dev.spillway.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayOverloadTest {
  @TempDir Path directory;

  @Test
  void run_tenTimesWhatTheSinkTakes_keepsEveryPromise() throws Exception {
    GatewayOutcome outcome = new GatewayOverload(directory, Duration.ofSeconds(4), 500).run();

    // a machine that builds other things meanwhile may offer less, which breaks no promise
    assertThat(outcome.failures()).filteredOn(f -> !f.startsWith("offered/s")).isEmpty();
    assertThat(outcome.durable().count()).isPositive();
    assertThat(outcome.quick().count()).isPositive();
    assertThat(outcome.accepted()).isPositive();
    assertThat(outcome.text()).startsWith("offered        ");
  }

  @Test
  void course_isTheSecondTenthAgainstTheLast() {
    List<Long> growing = LongStream.range(0, 100).map(n -> n << 20).boxed().toList();
    GatewayOutcome.Course course = GatewayOutcome.Course.of(growing, GatewayOutcome.Course::median);

    assertThat(course).hasToString("15 MB early, 95 MB late");
    assertThat(GatewayOutcome.Course.of(growing, GatewayOutcome.Course::least))
        .hasToString("10 MB early, 90 MB late");
    assertThat(course.isFlat(79 << 20)).isFalse();
    assertThat(course.isFlat(80 << 20)).isTrue();
  }

  @Test
  void tally_tellsOtherEventsApartFromTheSameOnes() {
    LaneTally tally = new LaneTally();
    tally.accepted(1);
    tally.accepted(4);
    tally.arrived(2);
    tally.arrived(3);
    assertThat(tally.isKept()).isFalse();
  }
}
