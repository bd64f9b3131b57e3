package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that somebody put into a log's directory under the name of a segment. */
class StraySegmentTest {
  private static final int TEXTS = DamagedLog.BLOCKS + 2 * (DamagedLog.BLOCKS - 1);

  @TempDir Path directory;

  private DamagedLog filled() {
    return new DamagedLog(directory.resolve("log")).fill();
  }

  private static List<String> foundBy(SpillInspector.Verification verification) {
    List<String> found = new ArrayList<>(verification.copies());
    found.addAll(verification.strays());
    return found;
  }

  private static Path onlyStray(DamagedLog log) throws IOException {
    return log.segments("normal").stream()
        .filter(path -> path.toString().endsWith("0000ffff.seg"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "COPY_OF_ANOTHER_LANE",
        "JUNK_AT_THE_FIRST",
        "JUNK_IN_A_SEGMENT",
        "ZEROS_IN_A_SEGMENT",
        "JUNK_BEHIND_THE_END"
      })
  void strayFile_isNamedAndMovedAsideAndCostsNothing(LogDamage damage) throws IOException {
    DamagedLog log = filled();
    NavigableMap<String, String> readable = log.readable();
    damage.harm(log);
    Path stray = onlyStray(log);
    String name = stray.getFileName().toString();

    SpillInspector.Verification verification = log.verify();
    assertThat(verification.lostRecords()).isZero();
    assertThat(verification.damagedRecords()).isZero();
    assertThat(foundBy(verification)).containsExactly(name);
    assertThat(log.readable()).isEqualTo(readable);

    DamagedLog repaired = log.copyTo(directory.resolve("repaired"));
    SpillRepair.Report report = SpillRepair.of(repaired.directory).run(step -> {});
    assertThat(report.lost()).isEmpty();
    assertThat(report.moved()).extracting(SpillRepair.Move::fileName).containsExactly(name);
    assertThat(repaired.directory.resolve("damaged").resolve(name)).hasSameBinaryContentAs(stray);
    List<String> drained = repaired.drain();
    assertThat(drained).hasSize(TEXTS).doesNotHaveDuplicates();

    assertThat(log.drain()).as("a start without a repair").isEqualTo(drained);
    assertThat(stray).exists();
  }

  @Test
  void junkInALogThatWasNotClosed_costsNothing() throws IOException {
    DamagedLog log = filled();
    Files.delete(log.directory.resolve("state")); // as unclean as can be
    Path junk = log.directory.resolve("high-" + "0".repeat(19) + "4-0000ffff.seg");
    Files.writeString(junk, "junk\n");

    assertThat(foundBy(log.verify())).containsExactly(junk.getFileName().toString());
    assertThat(log.verify().lostRecords()).isZero();
    assertThat(log.drain()).filteredOn(text -> text.startsWith("h")).hasSize(DamagedLog.BLOCKS);
  }
}
