package dev.spillway.benchmarks.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

class DecisionRunTest {
  @Test
  void run_twoContestants_printsTheirRowsAndTheRatio() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    DecisionRun.Pace pace = new DecisionRun.Pace(1, 20);
    new DecisionRun(DecisionRun.SUBJECTS, pace, "RateRefuse\\.(spillway|guava)", 1)
        .run(out)
        .print(out);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("RateRefuse: ", "| ns at 1 thread | times spillway at 1 thread |")
        .containsPattern("\\| spillway \\| 0\\.0 \\| [\\d.]+ .*\\| 1\\.00 ")
        .containsPattern("\\| guava \\| [\\d.]+ \\| [\\d.]+ ");
  }

  @Test
  void run_aContestantFails_printsWhatTheOthersNeededAndSaysWhich() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<Class<?>> subjects = List.of(Failing.class, RateRefuse.class);
    DecisionRun run =
        new DecisionRun(subjects, new DecisionRun.Pace(1, 20), "RateRefuse.spillway|Failing.*", 1);
    assertThatThrownBy(() -> run.run(out))
        .isInstanceOf(RunnerException.class)
        .hasMessageContaining("Failing.benchmark threads=1");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).containsPattern("\\| spillway \\| 0\\.0 ");
  }

  @Test
  void subjects_everyOne_canBeSetUp() {
    assertThat(new RateGrant().spillway()).isTrue();
    assertThat(new RateGrantMany().spillway()).isTrue();
    assertThat(new RateRefuse().spillway()).isFalse();
    assertThat(new PriorityRateCost().spillwayBoundedWindow()).isEqualTo(1);
    assertThat(new TenantCost().spillwayHundredThousand(new TenantCost.Place())).isEqualTo(100);
    assertThat(new CircuitClosed().spillway()).isNotZero();
    assertThat(new CircuitOpen().spillway()).isZero();
    assertThat(new QueueRefuse().arrayBlockingQueue()).isFalse();
  }
}
