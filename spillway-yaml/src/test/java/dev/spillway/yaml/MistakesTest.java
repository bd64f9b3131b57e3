package dev.spillway.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MistakesTest {
  private final Mistakes mistakes = new Mistakes();

  private static Origin line(int line) {
    return new Origin(Origin.Layer.FILE, "f.yaml:" + line + ":1", line);
  }

  @Test
  void lines_areInTheOrderOfTheirPlaces_eachOnce() {
    mistakes.add(line(10), "ten");
    mistakes.add(line(2), "two");
    mistakes.add(line(2), "two");
    assertThat(mistakes.lines()).containsExactly("f.yaml:2:1: two", "f.yaml:10:1: ten");
  }

  @Test
  void mustBe_value_namesKeyWhatIsAllowedAndWhatWasFound() {
    mistakes.mustBe(line(1), "plant.servers", "a whole number", new Node.Scalar(line(1), "x\ny"));
    mistakes.mustBe(line(2), "plant", "a mapping", new Node.Sequence(line(2), List.of()));
    assertThat(mistakes.lines())
        .containsExactly(
            "f.yaml:1:1: plant.servers must be a whole number: servers=x?y",
            "f.yaml:2:1: plant must be a mapping: plant=(a list)");
  }

  @Test
  void shown_longTextOrPassword_isCutOrHidden() {
    assertThat(Mistakes.shown("a".repeat(100))).isEqualTo("a".repeat(80) + "...");
    assertThat(Mistakes.shown("http://me:secret@host/")).isEqualTo("http://***@host/");
    assertThat(Mistakes.shown(null)).isEqualTo("(nothing)");
  }

  @Test
  void either_words_areJoinedAsInASentence() {
    assertThat(Mistakes.either(List.of())).isEmpty();
    assertThat(Mistakes.either(List.of("a"))).isEqualTo("a");
    assertThat(Mistakes.either(List.of("a", "b", "c"))).isEqualTo("a, b or c");
  }

  @Test
  void textFile_thatCannotBeRead_saysWhy(@TempDir Path directory) throws IOException {
    Path binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path large = Files.write(directory.resolve("l"), new byte[(1 << 20) + 1]);
    Path none = directory.resolve("n");
    for (Path file : List.of(binary, large, none, directory)) {
      assertThat(TextFile.read(file, "test file", mistakes)).isNull();
    }
    assertThat(mistakes.lines())
        .containsExactly(
            binary + ": the test file must be UTF-8 text",
            large + ": the test file must be smaller than 1 MB",
            none + ": there is no such test file",
            directory + ": the test file is a directory");
  }

  @Test
  void textFile_ofText_isRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("t"), "grüße");
    assertThat(TextFile.read(file, "test file", mistakes)).isEqualTo("grüße");
    assertThat(mistakes.lines()).isEmpty();
  }
}
