package dev.spillway.architecture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SizesTest {
  private static final int MOST_LINES = 500;
  private static final int MOST_METHOD_LINES = 70;

  /** Modifiers or a type, a name, a parenthesis: not the first line of a call or a statement. */
  private static final Pattern METHOD_START =
      Pattern.compile(
          "^ {2,6}+(?!new |return |throw |else )((?:[\\w<>\\[\\]@?,.]+ )+\\w+|[A-Z]\\w*)\\(.*");

  private final List<Path> sources = Spillway.mainSources();

  @Test
  void files_areShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources) {
      int lines = Files.readAllLines(source).size();
      if (lines > MOST_LINES) {
        tooLong.add(source + " has " + lines);
      }
    }
    assertThat(tooLong)
        .as(
            "files of more than %d lines: find the two things that each is and part them",
            MOST_LINES)
        .isEmpty();
  }

  @Test
  void methods_areShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : sources) {
      tooLong.addAll(longMethods(source, Files.readAllLines(source)));
    }
    assertThat(tooLong)
        .as(
            "methods of more than %d lines: keep the branches, move the steps out",
            MOST_METHOD_LINES)
        .isEmpty();
  }

  /** Relies on the formatter: a method's closing brace stands below its first letter. */
  private static List<String> longMethods(Path source, List<String> lines) {
    List<String> found = new ArrayList<>();
    for (int start = 0; start < lines.size(); start++) {
      String line = lines.get(start);
      if (METHOD_START.matcher(line).matches() && !line.endsWith(";")) {
        String end = line.substring(0, line.length() - line.stripLeading().length()) + "}";
        int last = start;
        while (last < lines.size() && !lines.get(last).equals(end)) {
          last++;
        }
        if (last < lines.size() && last - start + 1 > MOST_METHOD_LINES) {
          found.add(source + ":" + (start + 1) + " has " + (last - start + 1));
        }
      }
    }
    return found;
  }

  @Test
  void packages_sayWhatTheyAre() {
    List<Path> without = new ArrayList<>();
    for (Path source : sources) {
      Path directory = requireNonNull(source.getParent());
      if (directory.endsWith("java")) {
        continue; // the module's own description
      }
      if (!Files.exists(directory.resolve("package-info.java")) && !without.contains(directory)) {
        without.add(directory);
      }
    }
    assertThat(without)
        .as("packages without package-info.java: say what lives there and what it may use")
        .isEmpty();
  }

  @Test
  void packageInfos_areNullMarked() throws IOException {
    for (Path source : sources) {
      if (source.endsWith("package-info.java")) {
        assertThat(Files.readString(source)).as(source.toString()).contains("@NullMarked");
      }
    }
  }
}
