package dev.spillway.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineAppTest {
  @TempDir Path directory;

  @Test
  void run_nothing_printsHelp() {
    Typed typed = Typed.command();

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("Commands:").contains("  serve ").contains("  send ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "send", "config", "version"})
  void help_ofEachCommand_printsWhatItDoes(String command) {
    Typed typed = Typed.command(command, "--help");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("Usage: spillway " + command).contains("-h, --help");
    assertThat(typed.out().lines()).allMatch(line -> line.length() <= 96);
  }

  @Test
  void help_asACommand_isTheSameAsTheOption() {
    assertThat(Typed.command("help")).isEqualTo(Typed.command("--help"));
    assertThat(Typed.command("help", "send")).isEqualTo(Typed.command("send", "--help"));
    assertThat(Typed.command("help", "spill", "list"))
        .isEqualTo(Typed.command("spill", "list", "--help"));
    assertThat(Typed.command("help", "sned").err()).contains("Did you mean: spillway send\n");
  }

  @Test
  void run_unknownCommand_suggestsTheNearest() {
    Typed typed = Typed.command("sned");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .isEqualTo(
            """
            spillway: Unmatched argument at index 0: 'sned'
            Did you mean: spillway send
            Try: spillway --help
            """);
  }

  @Test
  void version_printsSpillwaysAndJavas() {
    assertThat(Typed.command("version").out()).startsWith("spillway ").contains("\njava ");
    assertThat(Typed.command("--version")).isEqualTo(Typed.command("version"));
  }

  @Test
  void config_defaults_isAFileThatChecksOut() throws Exception {
    Path file = directory.resolve("spillway.yaml");
    Files.writeString(file, Typed.command("config", "--defaults").out());

    assertThat(Typed.command("config", "--check", "--config", file.toString()))
        .isEqualTo(new Typed(0, "The configuration is valid.\n", ""));
  }

  @Test
  void certificateThatIsNotThere_isAMistakeOfTheConfiguration() {
    Typed mistake = new Typed(3, "", "spillway: http.tls: gone.crt is not there\n");
    List<String> settings =
        List.of("--set", "http.tls.certificate=gone.crt", "--set", "http.tls.private-key=gone.key");
    List<String> check = new ArrayList<>(List.of("config", "--check"));
    check.addAll(settings);
    assertThat(Typed.command(check.toArray(String[]::new))).isEqualTo(mistake);

    Path data = directory.resolve("data");
    List<String> serve = new ArrayList<>(List.of("serve", "--data", data.toString()));
    serve.addAll(settings);
    assertThat(Typed.command(serve.toArray(String[]::new))).isEqualTo(mistake);
    assertThat(data).as("nothing is opened").doesNotExist();
  }

  @Test
  void config_ofEverySource_tellsWhereEachValueWasSet() throws Exception {
    Path file = Files.writeString(directory.resolve("a.yaml"), "queues: {orders: }");
    Typed typed =
        Typed.command(
            Map.of("SPILLWAY_CONFIG", file.toString(), "SPILLWAY_HTTP_HOST", "localhost"),
            "config",
            "--port",
            "9090",
            "--set",
            "queues.orders.memory-bytes=8MB");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out())
        .contains("  host: localhost  # SPILLWAY_HTTP_HOST\n")
        .contains("  port: 9090  # --set http.port\n")
        .contains("    memory-bytes: 8MB  # --set queues.orders.memory-bytes\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "serve"})
  void configuration_withMistakes_tellsThemAndEndsWithThree(String command) {
    Typed typed = Typed.command(command, "--port", "x", "--set", "http.prot=1");

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err())
        .isEqualTo(
            """
            --set http.prot: http.prot is not a key; did you mean port?
            --set http.port: http.port must be a whole number from 0 to 65535: port=x
            spillway: the configuration has 2 mistakes; spillway config --defaults lists every key with its meaning
            """);
  }

  @Test
  void config_sizesThatOnlyTheLogKnows_areCheckedWithTheirPlace() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.yaml"),
            """
            http: {max-record-bytes: 8MB}
            queues:
              q:
                disk:
                  max-bytes: 64MB
              none: {disk: {mode: none, max-bytes: 64MB}}
            """);

    Typed typed = Typed.command("config", "--check", "--config", file.toString());

    assertThat(typed.exitCode()).isEqualTo(3);
    assertThat(typed.err().lines().findFirst().orElse(""))
        .matches(
            "\\Q"
                + file
                + "\\E:5:7: queues\\.q\\.disk\\.max-bytes must be >= [0-9]+ for these blocks and"
                + " records: max-bytes=67108864");
  }

  @ParameterizedTest
  @ValueSource(strings = {"general", "security-events", "log-ingestion"})
  void config_eachProfile_goesTogetherWithTheOtherDefaults(String profile) {
    assertThat(Typed.command("config", "--check", "--set", "queues.q.profile=" + profile))
        .isEqualTo(new Typed(0, "The configuration is valid.\n", ""));
  }

  @Test
  void config_ofAnHttpSink_isReadBack() throws Exception {
    Path file = directory.resolve("a.yaml");
    String url = "queues.q.sink.url=http://127.0.0.1:9/";
    Typed printed = Typed.command("config", "--set", "queues.q.sink.type=http", "--set", url);
    Files.writeString(file, printed.out());

    assertThat(Typed.command("config", "--check", "--config", file.toString()).err()).isEmpty();
  }

  @Test
  void serve_dataDirectoryThatIsAFile_endsWithFourAndOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("data"), "");

    Typed typed = Typed.command("serve", "--port", "0", "--data", file.toString());

    assertThat(typed.exitCode()).isEqualTo(4);
    assertThat(typed.err())
        .isEqualTo(
            "spillway: data directory is not a directory: "
                + file
                + "; move that file away, or choose another directory with --data\n");
  }
}
