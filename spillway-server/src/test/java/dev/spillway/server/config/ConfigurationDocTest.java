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
    assertThat(example("security-events.yaml").queues()).containsOnlyKeys("alerts");

    GatewayConfig production = example("production.yaml");
    assertThat(production.queues()).containsOnlyKeys("orders");
    assertThat(production.security().keys()).hasSize(3);
    assertThat(production.security().tls()).isNotNull();
  }

  private static GatewayConfig example(String name) throws Exception {
    Path file = Path.of("").toAbsolutePath().resolveSibling("examples").resolve(name);
    return ConfigReader.read(new ConfigInputs(file, Map.of(), List.of())).config();
  }
}
