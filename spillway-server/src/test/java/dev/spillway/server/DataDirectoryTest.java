package dev.spillway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void open_markOfANewerVersion_isRefusedAndNothingIsMade() throws Exception {
    Files.writeString(directory.resolve("version"), "spillway-data 2\nand more\n");

    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(() -> DataDirectory.open(directory))
        .withMessage(
            "data directory was written by a newer version: %s has layout 2 and this program knows"
                + " up to 1; nothing was changed; use the newer program or another directory",
            directory);
    assertThat(names()).containsExactly("version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "spillway-data x\n", "spillway-data 99999999999\n"})
  void open_markThatIsNotUnderstood_isRefusedAndNothingIsMade(String mark) throws Exception {
    Path file = Files.writeString(directory.resolve("version"), mark);

    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(() -> DataDirectory.open(directory))
        .withMessageStartingWith(
            "version of the data directory is not understood: " + file + "; delete that file if");
    assertThat(names()).containsExactly("version");
  }

  @Test
  void open_directoryWithoutAMark_isMarkedAndOpensAgain() throws Exception {
    DataDirectory.open(directory);
    assertThat(names()).containsExactly("queues", "version");
    assertThat(directory.resolve("version")).hasContent("spillway-data 1\n");
    DataDirectory.open(directory);
    assertThat(names()).containsExactly("queues", "version");
  }

  @Test
  void open_diskIsFull_saysThatThereIsNoRoomAndLeavesNothingUnfinished() throws Exception {
    Path full = Path.of("/dev/full");
    assertThat(full).as("a file that takes nothing").exists();
    Files.createSymbolicLink(directory.resolve("version.tmp"), full);

    assertThatExceptionOfType(GatewayException.class)
        .isThrownBy(() -> DataDirectory.open(directory))
        .withMessage(
            "data directory takes no file: %s: No space left on device; make room on its disk if it"
                + " is full, or choose another with --data",
            directory);
    assertThat(names()).containsExactly("queues");
  }

  @Test
  void open_rightsOfOthers_areTakenFromTheQueuesAndToldOfTheDirectory() throws Exception {
    Path queues = Files.createDirectories(directory.resolve("queues"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setPosixFilePermissions(queues, PosixFilePermissions.fromString("rwxr-xr-x"));

    DataDirectory.open(directory);

    assertThat(rights(directory)).isEqualTo("rwxr-x---");
    assertThat(rights(queues)).isEqualTo("rwx------");
  }

  private static String rights(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() throws Exception {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
