package dev.spillway.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir private Path directory;

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void write_file_holdsTheTextAndNothingElseIsLeft() throws IOException {
    Path path = directory.resolve("a.json");
    ReportFile file = ReportFile.at(path);
    assertThat(path).as("before it is written").doesNotExist();
    file.write("one");
    file.write("two");
    assertThat(path).hasContent("two");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void write_link_keepsTheLink() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    ReportFile.at(link).write("new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(target).hasContent("new");
  }

  @Test
  void write_device_isWrittenToNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    ReportFile.at(device).write("text");
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void write_directoryGoneMeanwhile_saysSo() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    ReportFile file = ReportFile.at(inner.resolve("a.json"));
    Files.delete(inner);
    assertThatIOException()
        .isThrownBy(() -> file.write("text"))
        .withMessageStartingWith("report cannot be written: " + inner.resolve("a.json") + ": ");
  }

  @Test
  void at_noDirectory_saysWhatToDo() {
    Path path = directory.resolve("none/a.json");
    assertThatIOException()
        .isThrownBy(() -> ReportFile.at(path))
        .withMessage(
            "report needs an existing directory: "
                + path
                + "; make "
                + directory.resolve("none")
                + " first");
  }

  @Test
  void at_directory_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> ReportFile.at(directory))
        .withMessage("report must be a file, and this is a directory: " + directory);
  }
}
