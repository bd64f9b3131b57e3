package dev.spillway.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedScenariosTest {
  private static final Path DIRECTORY =
      Path.of("src/main/resources/dev/spillway/simulator/scenarios");

  @Test
  void names_areThoseOfTheFiles() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      assertThat(ShippedScenarios.names())
          .as("names.txt lists every file of %s", DIRECTORY)
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml"))
                  .map(name -> name.substring(0, name.length() - ".yaml".length()))
                  .toList());
    }
  }

  @Test
  void all_areValidAndNamedAsTheirFiles() {
    assertThat(ShippedScenarios.all())
        .extracting(Scenario::name)
        .containsExactlyElementsOf(ShippedScenarios.names());
  }

  @Test
  void named_otherCase_findsIt() {
    assertThat(ShippedScenarios.named("s9B")).extracting(Scenario::name).isEqualTo("S9b");
    assertThat(ShippedScenarios.named("S999")).isNull();
  }
}
