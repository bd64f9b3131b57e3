package dev.spillway.benchmarks.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where children live, one after another. */
record Workplace(Path directory) {
  Workplace(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** Their log's directory. */
  Path spill() {
    return directory.resolve("spill");
  }

  /** What the last one has logged. */
  Path log() {
    return directory.resolve("log");
  }

  /** Where zstd unpacks its library, which one that is killed leaves there. */
  Path unpacked() throws IOException {
    return Files.createDirectories(directory.resolve("unpacked"));
  }

  /** Removes what a child leaves beside its log. */
  void tidy() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(unpacked())) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  /** Finds the errors that the last child has logged. */
  void findErrors(Findings findings) throws IOException {
    Files.readAllLines(log(), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("SEVERE ") || line.startsWith("Exception in "))
        .forEach(line -> findings.add("the child logged an error: " + line));
  }
}
