package dev.spillway.server.cli.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which queue of a gateway is meant. */
public final class QueueOption {
  @Option(
      names = "--queue",
      paramLabel = "NAME",
      description = "The queue. Default: SPILLWAY_QUEUE if set, or default.")
  private @Nullable String queue;

  private final Map<String, String> environment;

  /** Reads {@code SPILLWAY_QUEUE} from {@code environment}. */
  public QueueOption(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The queue that is meant. */
  public String name() {
    String variable = environment.getOrDefault("SPILLWAY_QUEUE", "");
    return queue != null ? queue : variable.isEmpty() ? "default" : variable;
  }
}
