package dev.spillway.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.Priority;
import dev.spillway.benchmarks.RatedSink;
import dev.spillway.queue.Account;
import dev.spillway.queue.Event;
import dev.spillway.queue.EventQueue;
import dev.spillway.queue.LaneFigures;
import dev.spillway.queue.Strategy;
import dev.spillway.time.ManualTime;
import dev.spillway.time.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each check bites. */
class ChecksTest {
  private final EventQueue queue =
      EventQueue.builder("checked").laneEvents(Priority.CRITICAL, 1).build();
  private final Tally tally = new Tally();
  private final CountingSink sink =
      new CountingSink(new RatedSink(new VirtualScheduler(new ManualTime(1)), 1));

  private void offerCritical(boolean taken) {
    queue.tryOffer(Event.builder("id", new byte[1]).priority(Priority.CRITICAL).build());
    tally.offered(Priority.CRITICAL, taken, false);
  }

  private Account critical() {
    LaneFigures lane = queue.figures().lanes().get(Priority.CRITICAL);
    return Objects.requireNonNull(lane).account();
  }

  @Test
  void criticalWhole_oneWasRefused_saysSo() {
    offerCritical(true);
    assertThat(new Checks().criticalWhole(critical()).failures()).isEmpty();
    offerCritical(false);
    assertThat(new Checks().criticalWhole(critical()).failures())
        .containsExactly(
            "refused of critical must be 0: seen=1",
            "delivered or held of critical must be 2: seen=1");
  }

  @Test
  void exact_producersCountedOther_saysSo() {
    offerCritical(true);
    assertThat(new Checks().exact(queue.figures(), tally, sink).failures()).isEmpty();
    tally.offered(Priority.CRITICAL, true, false);
    tally.begun();
    assertThat(new Checks().exact(queue.figures(), tally, sink).failures())
        .containsExactly(
            "unanswered offers must be 0: seen=1", "offered of critical must be 2: seen=1");
  }

  @Test
  void bounded_eachBoundPassed_saysSo() {
    Plan.Sizes sizes = new Plan.Sizes(10, 20);
    assertThat(new Checks().bounded(new Outcome.Peaks(10, 20, 0, 0), sizes).failures()).isEmpty();
    assertThat(new Checks().bounded(new Outcome.Peaks(11, 21, 0, 1L << 40), sizes).failures())
        .containsExactly(
            "memory in bytes must be at most 10: seen=11",
            "disk in bytes must be at most 20: seen=21",
            "live heap in bytes must be at most 33554442: seen=1099511627776");
  }

  @Test
  void empty_somethingIsHeld_saysSo() {
    assertThat(new Checks().empty(3).failures())
        .containsExactly("queue must be empty when the load is over: held=3");
  }

  @Test
  void overloaded_tooLittleCame_saysSo() {
    Plan plan = new Plan(Strategy.DROP, Duration.ofSeconds(1), 100, new Plan.Sizes(1, 1));
    assertThat(new Checks().overloaded(500, plan).failures()).isEmpty();
    assertThat(new Checks().overloaded(499, plan).failures())
        .containsExactly(
            "offered/s must be at least half of what is planned, or nothing is shown:"
                + " offered/s=499 planned=1000");
  }

  @Test
  void tellFailures_someRunsBrokeAPromise_namesTheStrategy() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    Outcome broken = Outcome.ended("shed", 3);
    assertThat(Overload.tellFailures(List.of(broken), out)).isTrue();
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "overload shed: JVM must end with 0: exit=3, OutOfMemoryError\n");
    assertThat(Overload.tellFailures(List.of(), out)).isFalse();
  }
}
