package dev.spillway.benchmarks.overload;

import dev.spillway.benchmarks.TemporaryDirectory;
import dev.spillway.queue.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Runs one strategy in a JVM of its own and writes what it came to. */
final class Worker {
  private Worker() {}

  /** Takes the strategy, the seconds, and the file for the outcome. */
  public static void main(String[] arguments) throws Exception {
    Strategy strategy = Strategy.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Plan plan = Plan.full(strategy, Duration.ofSeconds(Long.parseLong(arguments[1])));
    try (TemporaryDirectory directory = TemporaryDirectory.named("spillway-overload")) {
      Outcome outcome = new OverloadRun(plan, directory.path()).run();
      JsonMapper.shared().writeValue(Path.of(arguments[2]).toFile(), outcome);
    }
  }
}
