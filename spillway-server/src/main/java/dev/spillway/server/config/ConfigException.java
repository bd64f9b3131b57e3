package dev.spillway.server.config;

import dev.spillway.yaml.Mistakes;
import java.util.List;

/**
 * A configuration with mistakes. Each is told with its place, what was found and what is allowed.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> mistakes;

  /** A failure for {@code mistakes}, each a line that stands alone. */
  public ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  static void throwIfAny(Mistakes mistakes) throws ConfigException {
    List<String> lines = mistakes.lines();
    if (!lines.isEmpty()) {
      throw new ConfigException(lines);
    }
  }

  /** Every mistake found, in the order found. */
  public List<String> mistakes() {
    return mistakes;
  }
}
