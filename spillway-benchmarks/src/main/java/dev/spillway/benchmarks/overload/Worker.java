package dev.spillway.benchmarks.overload;

import dev.spillway.queue.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Runs one strategy in a JVM of its own and writes what it came to. */
final class Worker {
  private Worker() {}

  /** Takes the strategy, the seconds, and the file for the outcome. */
  public static void main(String[] arguments) throws Exception {
    Strategy strategy = Strategy.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Plan plan = Plan.full(strategy, Duration.ofSeconds(Long.parseLong(arguments[1])));
    Path directory = Files.createTempDirectory("spillway-overload");
    try {
      Outcome outcome = new OverloadRun(plan, directory).run();
      JsonMapper.shared().writeValue(Path.of(arguments[2]).toFile(), outcome);
    } finally {
      delete(directory);
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
