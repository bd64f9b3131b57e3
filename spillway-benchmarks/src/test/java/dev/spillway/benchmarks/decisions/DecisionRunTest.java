package dev.spillway.benchmarks.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
