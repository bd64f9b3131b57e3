package dev.spillway.server.cli.simulate;

import java.util.List;

/** What was asked for is not there, or has mistakes. */
final class ChoiceException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> lines;

  ChoiceException(List<String> lines) {
    super(String.join("\n", lines), null, false, false);
    this.lines = List.copyOf(lines);
  }

  /** Each a complaint that stands alone. */
  List<String> lines() {
    return lines;
  }
}
