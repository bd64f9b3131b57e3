package dev.spillway.server.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
  @Test
  void document_showsTheDefaultsAsTheyArePrinted() throws Exception {
    Path root = requireNonNull(Path.of("").toAbsolutePath().getParent());

    assertThat(Files.readString(root.resolve("docs/configuration.md")))
        .as("replace the last block of docs/configuration.md by spillway config --defaults")
        .endsWith("```yaml\n" + ConfigPrinter.defaults() + "```\n");
  }

  @Test
  void examples_areValidConfigurations() throws Exception {
    Path examples = Path.of("").toAbsolutePath().resolveSibling("examples");
    GatewayConfig config =
        ConfigReader.read(
                new ConfigInputs(examples.resolve("security-events.yaml"), Map.of(), List.of()))
            .config();
    assertThat(config.queues()).containsOnlyKeys("alerts");
  }
}
