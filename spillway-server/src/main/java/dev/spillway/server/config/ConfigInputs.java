package dev.spillway.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration is read from. Later parts win over earlier ones.
 *
 * @param file the YAML file; null for none
 * @param environment variables; only those that start with {@code SPILLWAY_} are looked at
 * @param assignments {@code key=value} from the command line, the last of one key winning
 */
public record ConfigInputs(
    @Nullable Path file, Map<String, String> environment, List<String> assignments) {
  /** No configuration at all. */
  public static final ConfigInputs NONE = new ConfigInputs(null, Map.of(), List.of());

  public ConfigInputs {
    environment = Map.copyOf(environment);
    assignments = List.copyOf(assignments);
  }
}
