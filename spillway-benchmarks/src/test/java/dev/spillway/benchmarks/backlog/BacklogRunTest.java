package dev.spillway.benchmarks.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacklogRunTest {
  @TempDir Path directory;

  @Test
  void run_fiftyThousandEvents_arriveOnceAndCriticalOnesPassThem() throws Exception {
    BacklogFigures figures = new BacklogRun(50_000, directory, 1).run();

    assertThat(figures.failures()).isEmpty();
    assertThat(figures.criticalWaitMillis()).isNotEmpty();
    assertThat(figures.drainSeconds()).isPositive();
    // a machine that builds other things meanwhile is slow; both starts are then
    assertThat(figures.laterMillis()).isLessThan(2_000);
    assertThat(figures.waitMillis(0.5)).as("far sooner than the backlog").isLessThan(500);
    assertThat(figures.text()).contains("spilled        50,000 events in ");
  }

  @Test
  void missed_namesEachBarWithItsFigure() {
    BacklogFigures slow =
        new BacklogFigures(
            1, 1, 1, List.of(100.0, 90.0, 110.0), List.of(301.0), 1, List.of(50.1, 1.0), List.of());
    assertThat(slow.missed())
        .containsExactly(
            "ready must be at most 200 ms after an empty start: later=201 ms",
            "a critical event must wait at most 50 ms: max=50.1 ms");
    BacklogFigures quick =
        new BacklogFigures(1, 1, 1, List.of(100.0), List.of(300.0), 1, List.of(50.0), List.of());
    assertThat(quick.missed()).isEmpty();
  }
}
