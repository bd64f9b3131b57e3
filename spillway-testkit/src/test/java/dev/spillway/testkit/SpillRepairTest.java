package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillLog;
import dev.spillway.spill.SpillRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpillRepairTest {
  @TempDir Path directory;

  private DamagedLog damaged(LogDamage damage) throws IOException {
    DamagedLog log = new DamagedLog(directory.resolve("log")).fill();
    damage.harm(log);
    return log;
  }

  private static SpillRepair repair(DamagedLog log) {
    return SpillRepair.of(log.directory);
  }

  /** The losses that inspection tells of, which a repair must tell of as well. */
  private static long lost(DamagedLog log) {
    return log.verify().lostRecords();
  }

  @ParameterizedTest
  @EnumSource
  void plan_changesNotAByteAndTellsWhatRunDoes(LogDamage damage) throws IOException {
    DamagedLog log = damaged(damage);
    NavigableMap<String, String> before = log.bytes();
    SpillRepair.Report plan = repair(log).plan(step -> {});
    assertThat(log.bytes()).isEqualTo(before);
    assertThat(plan.lostRecords()).isEqualTo(damage == LogDamage.RENAMED ? 0 : lost(log));
    assertThat(repair(log).run(step -> {})).isEqualTo(plan);
  }

  @ParameterizedTest
  @EnumSource
  void run_keepsAllThatCanBeReadAndVerifiesClean(LogDamage damage) throws IOException {
    DamagedLog log = damaged(damage);
    NavigableMap<String, String> readable = log.readable();
    List<String> before = segmentBytes(log);
    SpillRepair.Report report = repair(log).run(step -> {});
    assertThat(log.verify().lostRecords()).isZero();
    assertThat(log.verify().copies()).isEmpty();
    assertThat(log.verify().strays()).isEmpty();
    assertThat(log.readable()).containsAllEntriesOf(readable);
    assertThat(report.kept()).isEqualTo(log.readable().size());
    assertThat(segmentBytes(log)).as("nothing is deleted").containsAll(before);

    SpillRepair.Report again = repair(log).run(step -> {});
    assertThat(again.moved()).isEmpty();
    assertThat(again.lost()).isEmpty();
    assertThat(again.kept()).isEqualTo(report.kept());

    NavigableMap<String, String> expected = log.readable();
    expected.keySet().removeIf(place -> place.startsWith("dead"));
    assertThat(log.drain()).containsExactlyElementsOf(expected.values());
  }

  private static List<String> segmentBytes(DamagedLog log) throws IOException {
    NavigableMap<String, String> bytes = log.bytes();
    bytes.keySet().removeIf(name -> !name.endsWith(".seg"));
    return List.copyOf(bytes.values());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PAYLOADS",
        "LETTERS",
        "ALL_MISSING",
        "COPIED_UNDER_THE_NEXT_EPOCH",
        "JUNK_IN_A_SEGMENT",
        "RENAMED"
      })
  void run_cutOffAfterAnyStep_losesNothingAndIsFinishedByTheNext(LogDamage damage)
      throws IOException {
    DamagedLog log = damaged(damage);
    List<String> steps = new ArrayList<>();
    DamagedLog whole = log.copyTo(directory.resolve("whole"));
    repair(whole).run(steps::add);
    NavigableMap<String, String> readable = whole.readable();
    List<String> drained = whole.drain();
    for (int step = 0; step < steps.size(); step++) {
      DamagedLog cut = log.copyTo(directory.resolve("cut-" + step));
      AtomicInteger left = new AtomicInteger(step);
      assertThatThrownBy(() -> repair(cut).run(done -> stopAt(left))).hasMessage("cut off");
      if (damage != LogDamage.RENAMED) {
        assertThat(cut.readable()).as(steps.get(step)).isEqualTo(readable);
        DamagedLog started = cut.copyTo(directory.resolve("started-" + step));
        assertThat(started.drain()).as("a start instead of a repair").isEqualTo(drained);
      }
      repair(cut).run(done -> {});
      assertThat(lost(cut)).isZero();
      assertThat(cut.readable()).isEqualTo(readable);
      assertThat(cut.drain()).isEqualTo(drained);
    }
  }

  private static void stopAt(AtomicInteger left) {
    if (left.getAndDecrement() == 0) {
      throw new IllegalStateException("cut off");
    }
  }

  @Test
  void start_withACopiedSegment_deliversEverythingAndLeavesTheCopyAlone() throws IOException {
    DamagedLog log = damaged(LogDamage.COPIED_UNDER_THE_NEXT_EPOCH);
    String copy = log.verify().copies().get(0);
    assertThat(log.verify().lostRecords()).isZero();
    assertThat(log.drain()).hasSize(DamagedLog.BLOCKS + 2 * (DamagedLog.BLOCKS - 1));
    assertThat(log.directory.resolve(copy)).exists();
  }

  @Test
  void run_lossesAreToldWithTheirSequences() throws IOException {
    DamagedLog log = damaged(LogDamage.FIRST_MISSING);
    SpillRepair.Report report = repair(log).run(step -> {});
    assertThat(report.lost()).containsExactly(new SpillRepair.Loss("normal", 2, 12));
    assertThat(report.lostRecords()).isEqualTo(10);
  }

  @Test
  void run_directoryInUse_isRefusedWithItsHolder() throws IOException {
    DamagedLog log = damaged(LogDamage.PAYLOADS);
    String told =
        "spill directory is locked by process "
            + ProcessHandle.current().pid()
            + ": "
            + log.directory
            + "; stop it or use another directory";
    try (SpillLog running =
        SpillLog.builder(log.directory).diskBytes(16 << 20).maxRecordBytes(2048).open()) {
      assertThat(running.recovery().clean()).isTrue();
      assertThatThrownBy(() -> repair(log).run(step -> {}))
          .isInstanceOf(SpillException.class)
          .hasMessage(told);
      assertThatThrownBy(() -> repair(log).plan(step -> {})).hasMessage(told);
    }
    assertThat(Files.exists(log.directory.resolve("damaged"))).isFalse();
  }
}
