package dev.spillway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPrinterTest {
  @TempDir Path directory;

  @Test
  void defaults_readBack_areTheDefaults() throws Exception {
    Path file = ConfigFiles.write(directory, ConfigPrinter.defaults());

    assertThat(ConfigReader.read(new ConfigInputs(file, Map.of(), List.of())).config())
        .isEqualTo(ConfigReader.read(ConfigInputs.NONE).config());
  }

  @Test
  void defaults_withOptionalKeysUncommented_areReadable() throws Exception {
    Path file =
        ConfigFiles.write(
            directory,
            ConfigPrinter.defaults()
                .replaceAll("(?m)^( +)# ([a-z-]+): (\\S+)$", "$1$2: $3")
                .replace("type: file", "type: http"));

    assertThat(
            ConfigReader.read(new ConfigInputs(file, Map.of(), List.of()))
                .config()
                .queue("default")
                .laneEvents())
        .hasSize(5);
  }

  @Test
  void defaults_nameEveryKeyWithItsVariable() {
    String defaults = ConfigPrinter.defaults();

    for (Key<?> key : Keys.ALL) {
      assertThat(defaults).contains("Variable: " + key.variable("default"));
    }
  }

  @Test
  void toYaml_readBack_isTheSameConfiguration() throws Exception {
    Path file =
        ConfigFiles.write(
            directory,
            """
            http: {port: 0}
            queues:
              a:
                profile: security-events
                priority-names: {"1": critical, "odd: name, [x]": low, "null": bulk, "ends:": low}
                sink: {path: "C:\\\\odd \\"path\\" # x"}
              b-2:
            """);
    LoadedConfig loaded =
        ConfigReader.read(
            new ConfigInputs(file, Map.of("SPILLWAY_SHUTDOWN_DRAIN", "5s"), List.of()));

    Path again = ConfigFiles.write(directory.resolve("."), loaded.toYaml());

    assertThat(ConfigReader.read(new ConfigInputs(again, Map.of(), List.of())).config())
        .isEqualTo(loaded.config());
    assertThat(loaded.toYaml())
        .contains("drain: 5s  # SPILLWAY_SHUTDOWN_DRAIN")
        .contains("port: 0  # " + file + ":1:8")
        .contains("critical: 10000  # profile security-events");
  }

  @Test
  void toYaml_whatIsSecret_isMasked() throws Exception {
    String hash = "0123456789abcdef".repeat(4);
    Path file =
        ConfigFiles.write(
            directory,
            """
            security: {keys: {ops: {hash: "sha256:%s", scopes: [admin]}}}
            queues:
              a:
                sink:
                  type: http
                  url: "http://sink/in?token=Sesame"
                  headers: {Authorization: "Bearer Sesame", X-Team: Sesame}
              b:
                sink: {type: http, urls: ["http://c/?k=Sesame", "http://d/"]}
            """
                .formatted(hash));
    LoadedConfig loaded = ConfigReader.read(new ConfigInputs(file, Map.of(), List.of()));

    assertThat(loaded.toYaml())
        .doesNotContain("Sesame", hash.substring(0, 7))
        .contains("hash: \"sha256:012345…\"")
        .contains("url: \"http://sink/in?***\"")
        .contains("headers: {Authorization: \"***\", X-Team: \"***\"}")
        .contains("urls: [\"http://c/?***\", http://d/]");
    assertThat(loaded.config().toString()).doesNotContain("Sesame", hash.substring(0, 7));
  }

  @Test
  void variables_ofQueues_endUnambiguously() {
    List<String> suffixes =
        Keys.ALL.stream().filter(Key::ofQueue).map(key -> "_" + key.variableSuffix()).toList();

    for (String suffix : suffixes) {
      assertThat(suffixes.stream().filter(other -> other.endsWith(suffix))).containsOnly(suffix);
    }
  }
}
