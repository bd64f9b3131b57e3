package dev.spillway.simulator.scenario;

import java.util.List;

/** A scenario with mistakes. Each is told with its place, what was found and what is allowed. */
public final class ScenarioException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> mistakes;

  /** A failure for {@code mistakes}, each a line that stands alone. */
  public ScenarioException(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /** Every mistake found, in the order of their places. */
  public List<String> mistakes() {
    return mistakes;
  }
}
