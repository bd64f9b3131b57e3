package dev.spillway.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Configurations as YAML, and changes of a queue as JSON. Whatever they are: they hold, and then
 * mean the same once they were printed and read again, or they are refused with mistakes in words.
 *
 * <p>The first byte chooses between the two, the rest is the text.
 */
public final class ConfigFuzz {
  private static final Path FILE = newFile();
  private static final LoadedConfig BEFORE = read(ConfigInputs.NONE);

  private ConfigFuzz() {}

  private static Path newFile() {
    try {
      Path file = Files.createTempFile("fuzz", ".yaml");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoadedConfig read(ConfigInputs inputs) {
    try {
      return ConfigReader.read(inputs);
    } catch (ConfigException e) {
      throw new AssertionError("a configuration that held does not hold any more", e);
    }
  }

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    try {
      LoadedConfig now =
          (data[0] & 1) == 0
              ? ofFile(data)
              : BEFORE.changed(
                  "default", new String(data, 1, data.length - 1, StandardCharsets.UTF_8));
      String printed = now.toYaml();
      Files.writeString(FILE, printed);
      assertThat(values(read(new ConfigInputs(FILE, Map.of(), List.of())).toYaml()))
          .isEqualTo(values(printed));
    } catch (ConfigException e) {
      assertThat(e.mistakes()).isNotEmpty();
      e.mistakes().forEach(mistake -> assertThat(mistake).isNotBlank().matches("\\P{Cntrl}*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoadedConfig ofFile(byte[] data) throws ConfigException, IOException {
    Files.write(FILE, Arrays.copyOfRange(data, 1, data.length));
    return ConfigReader.read(new ConfigInputs(FILE, Map.of(), List.of()));
  }

  /** Without the comments that tell where each value was said. */
  private static List<String> values(String yaml) {
    return yaml.lines().map(line -> line.replaceFirst("\\s+# .*$", "")).toList();
  }
}
