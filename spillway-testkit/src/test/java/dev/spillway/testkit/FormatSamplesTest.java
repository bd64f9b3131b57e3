package dev.spillway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.spill.SpillInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Directories that version 1 of the format has left: who reads them finds what was written. */
class FormatSamplesTest {
  private static final Path KEPT = Path.of("src/test/resources/spill-format-1");
  private static final Path WRITTEN = Path.of("target/spill-format-1");

  @ParameterizedTest
  @EnumSource
  void write_sample_leavesTheBytesThatAreKept(SpillSample sample) throws IOException {
    Path written = WRITTEN.resolve(sample.fileName());
    SampleFiles.delete(written);
    sample.write(written);
    Files.writeString(WRITTEN.resolve(sample.fileName() + ".txt"), listing(written));
    assertThat(SampleFiles.comparable(written))
        .as(
            "What is written has changed. If readers of this version cannot read it, raise the"
                + " version, keep these samples and their tests, and add those of the new"
                + " version; what is written now lies in %s. See \"Versions\" in"
                + " docs/specs/spill-format.md.",
            WRITTEN)
        .isEqualTo(SampleFiles.comparable(KEPT.resolve(sample.fileName())));
  }

  private static String listing(Path directory) throws IOException {
    return FormatListing.of(FormatReader.read(directory));
  }

  private static String expected(SpillSample sample) throws IOException {
    return Files.readString(KEPT.resolve(sample.fileName() + ".txt"));
  }

  private static SimulatedFiles files(SpillSample sample) throws IOException {
    return SampleFiles.load(KEPT.resolve(sample.fileName()));
  }

  @ParameterizedTest
  @EnumSource
  void read_byTheDocumentAlone_findsWhatIsListed(SpillSample sample) throws IOException {
    assertThat(listing(KEPT.resolve(sample.fileName()))).isEqualTo(expected(sample));
  }

  @Test
  void document_example_isTheFirstBlockOfASample() throws IOException {
    Path segment = Path.of("critical-00000000000000000000-00000001.seg");
    byte[] bytes = Files.readAllBytes(KEPT.resolve("clean-stop").resolve(segment));
    List<String> lines =
        Files.readAllLines(Path.of("../docs/specs/spill-format.md")).stream()
            .filter(line -> line.matches("[0-9a-f]{8}: .*"))
            .toList();
    assertThat(lines).hasSize(7);
    for (String line : lines) {
      int offset = Integer.parseInt(line.substring(0, 8), 16);
      byte[] shown = HexFormat.of().parseHex(line.substring(10, 49).replace(" ", ""));
      assertThat(shown).isEqualTo(Arrays.copyOfRange(bytes, offset, offset + 16));
    }
  }

  @ParameterizedTest
  @EnumSource
  void inspect_sample_findsWhatIsListed(SpillSample sample) throws IOException {
    SpillInspector inspector = SpillInspector.of(files(sample));
    assertThat(FormatListing.of(LogReading.inspected(inspector))).isEqualTo(expected(sample));
    LogReading.assertCounted(inspector);
  }

  @ParameterizedTest
  @EnumSource
  void open_sample_deliversWhatIsListedAndCountsWhatIsLost(SpillSample sample) throws IOException {
    List<Long> cursors = LogReading.cursors(SpillInspector.of(files(sample)));
    LogWorld world = new LogWorld(files(sample));
    Map<String, FormatLane.Reading> drained = LogReading.drained(world, cursors);
    assertThat(FormatListing.of(drained)).isEqualTo(expected(sample));
    assertThat(world.log().figures().quarantined())
        .isEqualTo(LogReading.sum(drained, FormatLane.Reading::lost));
  }
}
