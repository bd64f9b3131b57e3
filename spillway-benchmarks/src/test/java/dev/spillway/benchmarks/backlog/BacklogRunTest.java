package dev.spillway.benchmarks.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  void logRun_ofFewMegabytes_findsAllAndSaysHowFast() {
    List<String> told = new ArrayList<>();
    LogBacklogFigures figures = new LogBacklogRun(32 << 20, directory, told::add).run(2);

    assertThat(figures.missing()).isZero();
    assertThat(figures.openMillis()).hasSize(2);
    assertThat(figures.rates()).hasSize(10).allMatch(rate -> rate > 0);
    assertThat(figures.text()).contains("drained ");
    assertThat(told).hasSize(11).last().asString().startsWith("drained 100 %");
  }

  @Test
  void flippedBits_ofASmallLog_costABlockEachAndAreCounted() throws IOException {
    List<String> told = new ArrayList<>();
    List<FlippedBits.Flip> flips = new FlippedBits(30_000, directory, 3, told::add).run(6);

    assertThat(flips).hasSize(6).allMatch(FlippedBits.Flip::isAsPromised);
    assertThat(told).hasSize(7);
  }

  @Test
  void flip_thatCostMoreOrIsToldOtherwise_isNotAsPromised() {
    assertThat(new FlippedBits.Flip("", 5, 5, 5, 9, true).isAsPromised()).isTrue();
    assertThat(new FlippedBits.Flip("", 5, 5, 5, 4, true).isAsPromised()).isFalse();
    assertThat(new FlippedBits.Flip("", 4, 5, 5, 9, true).isAsPromised()).isFalse();
    assertThat(new FlippedBits.Flip("", 5, 4, 5, 9, true).isAsPromised()).isFalse();
    assertThat(new FlippedBits.Flip("", 5, 5, 5, 9, false).isAsPromised()).isFalse();
  }

  @Test
  void logMissed_namesEachBarWithItsFigure() {
    LogBacklogFigures slow =
        new LogBacklogFigures(
            9, 1, List.of(1_001.0), List.of(499_999.0, 1e6), List.of(1L << 20, 32L << 20), 2);
    assertThat(slow.missed())
        .containsExactly(
            "no event may be missing: missing=2",
            "the first event must be there within 1,000 ms: max=1,001 ms",
            "each tenth must drain at 500,000 events/s: least=499,999",
            "the heap must stay within 16 MB: growth=31 MB");
  }
}
