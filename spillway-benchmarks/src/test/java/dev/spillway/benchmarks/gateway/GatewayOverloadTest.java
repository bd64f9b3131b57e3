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
    assertThat(outcome.seen().liveHeapBytes())
        .isNotEmpty()
        .allMatch(bytes -> bytes > 1 << 20 && bytes < 256 << 20);
    assertThat(outcome.text())
        .startsWith("offered        ")
        .contains("too short a run to tell of growth");
  }

  @Test
  void course_isTheSecondFifthAgainstTheLast() {
    List<Long> growing = LongStream.range(0, 100).map(n -> n << 20).boxed().toList();
    GatewayOutcome.Course course = GatewayOutcome.Course.of(growing);

    assertThat(course).hasToString("30 MB early, 90 MB late");
    assertThat(course.isFlat(59 << 20)).isFalse();
    assertThat(course.isFlat(60 << 20)).isTrue();
  }

  @Test
  void course_ofFewFigures_isTold() {
    List<Long> three = List.of(1L << 20, 2L << 20, 3L << 20);

    assertThat(GatewayOutcome.Course.of(three)).hasToString("2 MB early, 3 MB late");
    assertThat(GatewayOutcome.Course.of(List.of())).hasToString("0 MB early, 0 MB late");
  }

  @Test
  void run_ofTenMinutes_failsWhenLiveHeapGrew() {
    List<Long> grown = LongStream.range(0, 10).map(n -> (40 + 3 * n) << 20).boxed().toList();
    List<Long> flat = List.of(300L << 20);
    GatewayOutcome outcome = outcome(600, new ProcessWatch.Seen(0, 0, 0, 0, flat, grown, null));

    assertThat(outcome.isLongEnough()).isTrue();
    assertThat(outcome.isHeapFlat()).isFalse();
    assertThat(outcome.text()).contains("live heap      49 MB early, 67 MB late\n");
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

  private static GatewayOutcome outcome(double seconds, ProcessWatch.Seen seen) {
    AnswerTimes none = new AnswerTimes(LongStream.empty());
    return new GatewayOutcome(seconds, 0, 0, 0, 0, 0, none, none, seen, List.of());
  }
}
