package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.Priority;
import dev.spillway.spill.SpillException;
import dev.spillway.spill.SpillInspector;
import dev.spillway.spill.SpillRepair;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A spill directory that somebody has changed. Whatever it holds: the log opens it or says that it
 * is newer, inspection and delivery find just what a reader finds that shares no code with them,
 * opening takes nothing away, and after a repair all of it is there and nothing is lost.
 */
final class FuzzedDirectory {
  /** A repair writes something for each lost record, so not for any number that bytes can say. */
  private static final long MOST_REPAIRED = 20_000;

  final Map<String, byte[]> files;

  /** What a sample holds, to be changed. */
  FuzzedDirectory(SpillSample sample) throws IOException {
    URI kept = URI.create(String.valueOf(FuzzedDirectory.class.getResource("/spill-format-1")));
    files = SampleFiles.contents(Path.of(kept).resolve(sample.fileName()));
  }

  void check(boolean repairing) throws IOException {
    Map<String, FormatLane.Reading> expected = read();
    if (expected == null) {
      SimulatedFiles newer = SampleFiles.load(files);
      assertThatThrownBy(() -> new LogWorld(newer))
          .isInstanceOf(SpillException.class)
          .hasMessageContaining("newer");
      assertThatThrownBy(() -> SpillInspector.of(newer).lanes()).isInstanceOf(SpillException.class);
      return;
    }
    String listing = FormatListing.of(expected);
    SpillInspector inspector = SpillInspector.of(SampleFiles.load(files));
    assertThat(FormatListing.of(LogReading.inspected(inspector))).isEqualTo(listing);
    LogReading.assertCounted(inspector);
    checkDrained(listing, LogReading.cursors(inspector));
    if (inspector.verify((segment, done, total) -> {}).copies().isEmpty()) {
      checkOpened(listing); // a copy is known by what it was made from, which may go
    }
    if (repairing
        && LogReading.sum(expected, lane -> Math.min(lane.lost(), MOST_REPAIRED)) < MOST_REPAIRED) {
      checkRepaired(expected);
    }
  }

  /** Null if a newer version wrote it. */
  private @Nullable Map<String, FormatLane.Reading> read() {
    try {
      return FormatReader.read(files);
    } catch (IOException e) {
      return null;
    }
  }

  private void checkOpened(String listing) throws IOException {
    LogWorld world = new LogWorld(SampleFiles.load(files));
    world.connect();
    world.kill();
    world.log().close(); // finds its files gone, and gives its memory back
    assertThat(FormatListing.of(FormatReader.read(SampleFiles.contents(world.files))))
        .as("after a start")
        .isEqualTo(listing);
  }

  private void checkDrained(String listing, List<Long> cursors) throws IOException {
    LogWorld world = new LogWorld(SampleFiles.load(files));
    assertThat(FormatListing.of(LogReading.drained(world, cursors))).isEqualTo(listing);
    world.settle();
    assertThat(world.log().backlog(Priority.NORMAL).unread()).isZero();
    world.log().close();
    assertThat(world.log().closeTrouble()).isNull();
  }

  private static void checkRepaired(Path directory, Map<String, FormatLane.Reading> before)
      throws IOException {
    SpillRepair.Report report = SpillRepair.of(directory).run(step -> {});
    SpillInspector inspector = SpillInspector.of(directory);
    Map<String, FormatLane.Reading> after = FormatReader.read(directory);
    assertThat(FormatListing.of(LogReading.inspected(inspector)))
        .as("after a repair")
        .isEqualTo(FormatListing.of(after));
    assertThat(inspector.verify((segment, done, total) -> {}).lostRecords()).isZero();
    assertThat(LogReading.sum(after, FormatLane.Reading::lost)).isZero();
    assertThat(LogReading.sum(after, lane -> lane.waiting().size())).isEqualTo(report.kept());
    before.forEach(
        (name, lane) ->
            assertThat(Objects.requireNonNull(after.get(name)).waiting().keySet())
                .containsAll(lane.waiting().keySet()));
  }

  private void checkRepaired(Map<String, FormatLane.Reading> before) throws IOException {
    Path directory = Files.createTempDirectory("spillway-fuzz");
    try {
      SampleFiles.store(SampleFiles.load(files), directory);
      checkRepaired(directory, before);
    } finally {
      try (Stream<Path> found = Files.walk(directory)) {
        for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
