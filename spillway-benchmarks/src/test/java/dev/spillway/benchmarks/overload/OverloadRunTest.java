package dev.spillway.benchmarks.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.queue.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverloadRunTest {
  private static final Plan.Sizes SMALL = new Plan.Sizes(4 << 20, 96 << 20);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void run_tenTimesWhatTheSinkTakes_keepsEveryPromise(Strategy strategy)
      throws InterruptedException {
    Plan plan = new Plan(strategy, Duration.ofSeconds(1), 2_000, SMALL);
    Outcome outcome = new OverloadRun(plan, directory).run();
    assertThat(outcome.failures()).filteredOn(failure -> !isAboutTheMachine(failure)).isEmpty();
    Outcome.Fate fate = outcome.fate();
    assertThat(fate.delivered() + fate.refusedTotal() + fate.displaced()).isEqualTo(fate.offered());
    assertThat(fate.criticalDelivered()).isEqualTo(fate.criticalOffered()).isPositive();
    assertThat(outcome.peaks().memoryBytes()).isPositive();
  }

  /** A machine that builds other things meanwhile may offer less, which breaks no promise. */
  private static boolean isAboutTheMachine(String failure) {
    return failure.startsWith("offered/s") || failure.startsWith("live heap");
  }
}
