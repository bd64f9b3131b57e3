package dev.spillway.server.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.cli.terminal.ExitCode;
import dev.spillway.server.config.ConfigInputs;
import dev.spillway.server.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/systemd/spillway.service}, and what the documents say of starts and stops. */
class SystemdUnitTest {
  private static final Path ROOT = requireNonNull(Path.of("").toAbsolutePath().getParent());

  /** What a stop takes beside the drain: the sink lets go, answers go out, the log is written. */
  private static final int STOP_SECONDS = 25;

  @TempDir Path directory;

  @Test
  void javaWithoutMemory_endsWithACode_thatTheUnitTriesAgain() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(memoryOptions("examples/systemd/spillway.service"));
    command.addAll(List.of("-Xmx16m", "-XX:ErrorFile=" + directory.resolve("error.log")));
    Path classes =
        Path.of(Hungry.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    command.addAll(List.of("-cp", classes.toString(), Hungry.class.getName()));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(output).content().startsWith("Aborting due to java.lang.OutOfMemoryError");
    assertThat(directory.resolve("error.log")).exists();
    assertThat(valueOf("RestartPreventExitStatus"))
        .isEqualTo(ExitCode.USAGE + " " + ExitCode.CONFIGURATION);
    assertThat(valueOf("Restart")).isEqualTo("on-failure");
  }

  @Test
  void everyStartThatIsShown_hasTheSameOptionsForWantOfMemory() throws Exception {
    List<String> expected = memoryOptions("examples/systemd/spillway.service");

    assertThat(expected)
        .containsExactly("-XX:+CrashOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash");
    assertThat(memoryOptions("spillway")).isEqualTo(expected);
    assertThat(memoryOptions("SECURITY.md")).isEqualTo(expected);
    assertThat(memoryOptions("docs/operating/deploy.md")).containsAll(expected);
  }

  @Test
  void timeToStop_isTheDrainAndWhatAStopTakesBeside_inEveryPlace() throws Exception {
    long drain = ConfigReader.read(ConfigInputs.NONE).config().shutdownDrain().toSeconds();
    String seconds = String.valueOf(drain + STOP_SECONDS);
    Pattern told =
        Pattern.compile("(?:TimeoutStopSec=|--time |terminationGracePeriodSeconds: )(\\d+)");
    List<String> found = new ArrayList<>();
    for (String file : List.of("stopping.md", "monitoring.md", "deploy.md")) {
      Matcher matcher = told.matcher(text("docs/operating/" + file));
      matcher.results().map(match -> match.group(1)).forEach(found::add);
    }

    assertThat(valueOf("TimeoutStopSec")).isEqualTo(seconds);
    assertThat(found).hasSize(4).containsOnly(seconds);
  }

  private static List<String> memoryOptions(String file) throws IOException {
    Matcher matcher = Pattern.compile("-XX:[+-](?:Crash|CreateCore)\\w+").matcher(text(file));
    return matcher.results().map(MatchResult::group).distinct().toList();
  }

  private static String valueOf(String key) throws IOException {
    try (Stream<String> lines = text("examples/systemd/spillway.service").lines()) {
      return lines
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** Takes memory until there is none. */
  static final class Hungry {
    private Hungry() {}

    public static void main(String... arguments) {
      List<byte[]> taken = new ArrayList<>();
      while (taken.size() < 1_000) {
        taken.add(new byte[1 << 20]);
      }
      throw new AssertionError("there is memory left: megabytes=" + taken.size());
    }
  }
}
