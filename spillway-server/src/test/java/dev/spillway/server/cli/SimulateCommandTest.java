package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.server.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {
  @TempDir private Path directory;

  /** A second and a half of overload, with a bar that fifo misses and one that it meets. */
  private Path file;

  @BeforeEach
  void writeScenario() throws IOException {
    file = directory.resolve("small.yaml");
    Files.writeString(
        file,
        """
        name: small
        title: A small overload
        length: 1500ms
        sources: [{name: all, load: [{from: 0s, value: 3}]}]
        bars:
          - {metric: goodput, at-least: 0.99}
          - {metric: p99, at-most: 100}
        """);
  }

  @Test
  void simulate_file_printsItsFiguresAndTheBarsMissed() {
    Typed typed =
        Typed.command("simulate", file.toString(), "--policy", "fifo", "--policy", "oracle");
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.err()).as("nobody watches").isEmpty();
    assertThat(typed.out())
        .startsWith("small  A small overload")
        .contains("1 of 2 met")
        .contains("    missed: goodput >= 0.99, measured 0.")
        .contains("2 of 2 met")
        .contains("3 of 4 bars met; every figure is that of the worst of 5 seeds.");
  }

  @Test
  void simulate_policyLeftOut_isSpillway() {
    Typed typed = Typed.command("simulate", file.toString(), "--seeds", "1");
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.out()).contains("\n  spillway  ").contains("the worst of 1 seed.");
  }

  @Test
  void simulate_requireBars_endsWithWhetherTheyAreMet() {
    assertThat(
            Typed.command("simulate", file.toString(), "--policy", "fifo", "--require-bars")
                .exitCode())
        .isEqualTo(ExitCode.BAR_MISSED);
    assertThat(
            Typed.command("simulate", file.toString(), "--policy", "oracle", "--require-bars")
                .exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void simulate_reports_areWritten() throws IOException {
    Path json = directory.resolve("r.json");
    Path html = directory.resolve("r.html");
    Path markdown = directory.resolve("r.md");
    Typed typed =
        Typed.command(
            "simulate",
            file.toString(),
            "--policy=none",
            "--seeds=2",
            "--json=" + json,
            "--html=" + html,
            "--markdown=" + markdown);
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json)).path("results").get(0);
    assertThat(result.path("scenario").asString()).isEqualTo("small");
    assertThat(result.path("seeds").asInt()).isEqualTo(2);
    assertThat(Files.readString(html)).startsWith("<!doctype html>").contains("A small overload");
    assertThat(Files.readString(markdown)).contains("| scenario | none |").contains("| small | ");
  }

  @Test
  void simulate_twoReportsInOneFile_isRefusedBeforeAnythingIsRun() {
    Path report = directory.resolve("r.txt");
    Typed typed =
        Typed.command("simulate", file.toString(), "--json=" + report, "--html=" + report);
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err()).contains("each report needs a file of its own: file=" + report);
  }

  @Test
  void simulate_seed_isRunAlone() {
    Typed typed = Typed.command("simulate", file.toString(), "--seed", "12");
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.out()).contains("the worst of 1 seed.");
  }

  @Test
  void simulate_real_showsBothSidesAndWritesThem() throws IOException {
    Path json = directory.resolve("r.json");
    Path html = directory.resolve("r.html");
    Typed typed =
        Typed.command(
            "simulate", file.toString(), "--real", "--seeds=1", "--json=" + json, "--html=" + html);
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.OK);
    assertThat(typed.err()).as("nobody watches").isEmpty();
    assertThat(typed.out())
        .startsWith("small  A small overload\n")
        .containsPattern("  spillway +simulated +real +difference\n")
        .containsPattern("  goodput +\\d.* % +\\d.* % +[+-].* points")
        .containsPattern("over HTTP it takes [1-9]\\d* us of a processor here\n");
    JsonNode root = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(root.path("real").asBoolean()).isTrue();
    assertThat(root.path("httpRefusalMicros").asDouble()).isPositive();
    assertThat(Files.readString(html)).startsWith("<!doctype html>").contains("spillway real");
  }

  @Test
  void search_policyThatStaysDegraded_showsEachAndEndsWithThat() throws IOException {
    Path json = directory.resolve("s.json");
    Typed typed =
        Typed.command("simulate", "search", "--combinations=10", "--policy=none", "--json=" + json);
    assertThat(typed.exitCode()).as(typed.err()).isEqualTo(ExitCode.BAR_MISSED);
    assertThat(typed.err()).as("nobody watches").isEmpty();
    assertThat(typed.out())
        .startsWith("combination ")
        .contains("    # spillway simulate FILE --seed ")
        .containsPattern("none: \\d+ of 10 combinations of seed 1 stay degraded");
    JsonNode found = JsonMapper.shared().readTree(Files.readString(json)).path("degraded").get(0);
    Path again = directory.resolve("again.yaml");
    Files.writeString(again, found.path("scenario").asString());
    Typed repeated =
        Typed.command(
            "simulate",
            again.toString(),
            "--policy=none",
            "--require-bars",
            "--seed=" + found.path("values").path("seed").asString());
    assertThat(repeated.exitCode()).as(repeated.err()).isEqualTo(ExitCode.BAR_MISSED);
    assertThat(repeated.out()).contains("missed: degraded (");
  }

  @Test
  void search_policyThatRecovers_endsWithSuccess() {
    Typed typed = Typed.command("simulate", "search", "--combinations=10", "--seed=3");
    assertThat(typed.exitCode()).as(typed.out()).isEqualTo(ExitCode.OK);
    assertThat(typed.out())
        .isEqualTo(
            "spillway: 0 of 10 combinations of seed 3 stay degraded for more than a second"
                + " (0.00 %).\n");
  }

  @Test
  void simulate_list_showsScenariosAndPolicies() {
    Typed typed = Typed.command("simulate", "--list");
    assertThat(typed.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(typed.out())
        .containsPattern("S2 +A step from 0.8 to 2 times the capacity")
        .containsPattern("fifo-expiry +the same, dropping");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "S22 | there is no scenario and no file S22; did you mean S2?",
        "al | there is no scenario and no file al; did you mean all?",
        "something | there is no scenario and no file something",
        "none.yaml | none.yaml: there is no such scenario file",
        "S2 --policy=fifoo | there is no policy fifoo; did you mean fifo?",
        "S2 --policy=xyzxyz | there is no policy xyzxyz; there are spillway, none, fifo,",
        "S2 --seeds=0 | --seeds must be a whole number from 1 to 1000: seeds=0",
        "S2 --seeds=x | Invalid value for option '--seeds'",
        "--seeds=2 | name at least one SCENARIO",
        "S2 --seeds=2 --seed=1 | --seed and --seeds must not be given both",
        "S16 --real | scenario S16 cannot be run for real: setup.control-stop stops a thread that",
        "S2 --unreal | Unknown option: '--unreal'",
        "search --combinations=0 | --combinations must be a whole number from 1 to 1000000: com",
        "search --policy=fifoo | there is no policy fifoo; did you mean fifo?",
        "search --policy=all | --policy must be one policy: policy=all"
      })
  void simulate_mistypedLine_saysWhatWasMeant(String line, String complaint) {
    Typed typed = Typed.command(("simulate " + line).split(" "));
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err()).startsWith("spillway: " + complaint).contains("\nTry: spillway ");
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void simulate_mistakenFile_namesEveryMistakeOfEveryFile() throws IOException {
    Path other = directory.resolve("other.yaml");
    Files.writeString(file, Files.readString(file).replace("length", "lenght"));
    Files.writeString(other, "name: other\n");
    Typed typed = Typed.command("simulate", file.toString(), other.toString());
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err())
        .contains("spillway: " + file + ":3:1: lenght is not a key; did you mean length?\n")
        .contains("spillway: " + file + ":1:1: length is missing\n")
        .contains("spillway: " + other + ":1:1: title is missing\n");
  }

  @Test
  void simulate_twoFilesOfOneName_areNotMixedUp() throws IOException {
    Path copy = Files.copy(file, directory.resolve("copy.yaml"));
    Typed typed = Typed.command("simulate", file.toString(), copy.toString());
    assertThat(typed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(typed.err())
        .startsWith("spillway: " + copy + ": another scenario has the same name: name=small\n");
  }

  @Test
  void simulate_reportCannotBeWritten_saysSoBeforeItRuns() {
    for (String option : new String[] {"--json", "--html", "--markdown"}) {
      Typed typed =
          Typed.command("simulate", "all", "--seeds=1000", option, directory + "/none/r.txt");
      assertThat(typed.exitCode()).isEqualTo(ExitCode.CANNOT_START);
      assertThat(typed.err()).startsWith("spillway: report needs an existing directory: ");
      assertThat(typed.out()).isEmpty();
    }
  }
}
