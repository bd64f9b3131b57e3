package dev.spillway.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes configuration files for tests. */
final class ConfigFiles {
  private ConfigFiles() {}

  static Path write(Path directory, String yaml) throws IOException {
    return Files.writeString(directory.resolve("spillway.yaml"), yaml);
  }
}
