package dev.spillway.benchmarks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KillRunTest {
  private static final int ROUNDS = 12;

  @TempDir Path directory;

  @Test
  void run_twelveRounds_deliversEverythingThatWasToldDurable() throws Exception {
    List<Outcome> steps = new ArrayList<>();

    Outcome outcome = new KillRun(ROUNDS, 20_261_123, directory).run(steps::add);

    assertThat(outcome.violations()).isEmpty();
    assertThat(outcome.broken()).isZero();
    assertThat(outcome.receipts()).isGreaterThan(100);
    assertThat(outcome.recoveryMaxMillis()).isBetween(1L, 60_000L);
    assertThat(steps).hasSize(ROUNDS);
    assertThat(outcome.endings()).containsEntry(Ending.DRAINED, 1);
    assertThat(outcome.endings().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(ROUNDS + 1);
    assertThat(outcome.endings().getOrDefault(Ending.KILLED_AT_WORK, 0)).isPositive();
    assertThat(outcome.line())
        .matches("rounds=12 receipts=\\d+ broken=0 duplicates=\\d+ recoveryMaxMillis=\\d+");
    assertThat(directory.resolve("unpacked")).isEmptyDirectory();
  }

  @Test
  void run_segmentsVanishBetweenLives_saysSoAndStops() throws Exception {
    Outcome outcome = new KillRun(ROUNDS, 4, directory).run(step -> deleteSegments());

    assertThat(outcome.violations()).isNotEmpty();
  }

  private void deleteSegments() {
    try (DirectoryStream<Path> segments =
        Files.newDirectoryStream(directory.resolve("spill"), "*.seg")) {
      for (Path segment : segments) {
        Files.delete(segment);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void execute_badArguments_areRefusedWithTwo() {
    for (String[] arguments :
        new String[][] {
          {"0"}, {"many"}, {"--seed", "x"}, {"1", "--directory", directory + "/missing"}
        }) {
      assertThat(new CommandLine(new KillRounds()).execute(arguments)).isEqualTo(2);
    }
  }
}
