package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names of a log's files that belong to pipes and directories. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IrregularFilesTest {
  private static final String SEGMENT = "normal-00000000000000000000-0000ffff.seg";

  @TempDir Path directory;

  private DamagedLog filled() {
    return new DamagedLog(directory.resolve("log")).fill();
  }

  private static void makePipe(Path path) throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }

  @Test
  void pipeWithTheNameOfASegment_isNotThere() throws Exception {
    DamagedLog log = filled();
    NavigableMap<String, String> readable = log.readable();
    makePipe(log.directory.resolve(SEGMENT));
    assertNotThere(log, readable);
  }

  @Test
  void directoryWithTheNameOfASegment_isNotThere() throws IOException {
    DamagedLog log = filled();
    NavigableMap<String, String> readable = log.readable();
    Files.createDirectory(log.directory.resolve(SEGMENT));
    assertNotThere(log, readable);
  }

  private static void assertNotThere(DamagedLog log, NavigableMap<String, String> readable) {
    assertThat(log.verify().damagedRecords()).isZero();
    assertThat(log.readable()).isEqualTo(readable);
    SpillRepair.Report plan = SpillRepair.of(log.directory).plan(step -> {});
    assertThat(plan.moved()).isEmpty();
    assertThat(SpillRepair.of(log.directory).run(step -> {})).isEqualTo(plan);
    assertThat(log.drain()).hasSize(DamagedLog.BLOCKS + 2 * (DamagedLog.BLOCKS - 1));
    assertThat(log.directory.resolve(SEGMENT)).exists();
  }

  @Test
  void fileCalledDamaged_isRefusedBeforeAnythingIsChanged_alsoByAPlan() throws IOException {
    DamagedLog log = filled();
    LogDamage.PAYLOADS.harm(log);
    Files.writeString(log.directory.resolve("damaged"), "mine");
    assertNoPlace(log);
  }

  @Test
  void linkCalledDamaged_isNotFollowed() throws IOException {
    DamagedLog log = filled();
    LogDamage.PAYLOADS.harm(log);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(log.directory.resolve("damaged"), elsewhere);
    assertNoPlace(log);
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static void assertNoPlace(DamagedLog log) throws IOException {
    NavigableMap<String, String> before = log.bytes();
    String told =
        "damaged files have no place to go: "
            + log.directory.resolve("damaged")
            + " is not a directory; nothing was changed; move it away and run it again";
    SpillRepair repair = SpillRepair.of(log.directory);
    assertThatThrownBy(() -> repair.plan(step -> {}))
        .isInstanceOf(SpillException.class)
        .hasMessage(told);
    assertThatThrownBy(() -> repair.run(step -> {})).hasMessage(told);
    NavigableMap<String, String> after = log.bytes();
    before.remove("lock");
    after.remove("lock");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void pipeInThePlaceOfTheState_isRefusedByName() throws Exception {
    DamagedLog log = filled();
    Path state = log.directory.resolve("state");
    Files.delete(state);
    makePipe(state);
    String told = "this is not a regular file: " + state;
    assertThatThrownBy(() -> SpillInspector.of(log.directory).lanes())
        .isInstanceOf(SpillException.class)
        .hasMessageContaining(told);
    assertThatThrownBy(log::drain).isInstanceOf(SpillException.class).hasMessageContaining(told);
  }
}
